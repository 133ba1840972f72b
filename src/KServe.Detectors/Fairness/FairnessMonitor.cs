using System.Runtime.InteropServices;

namespace KServe.Detectors;

/// <summary>Counts by group what the latest rows were predicted, and what feedback says of them.</summary>
/// <remarks>
/// Demographic parity and disparate impact compare shares of favorable predictions, equal opportunity those among rows
/// whose label is favorable: differences and quotients of the largest and the smallest. Safe for concurrent use.
/// </remarks>
internal sealed class FairnessMonitor(FairnessOptions options, GroupNames names, DetectorScope scope) : IRowDetector
{
    public const string ParityDifference = "demographic_parity_difference";
    public const string DisparateImpact = "disparate_impact";
    public const string OpportunityDifference = "equal_opportunity_difference";

    private readonly Lock _lock = new();
    private readonly Row[] _window = new Row[options.WindowSize];
    private readonly Dictionary<string, (long First, int Count)> _requests = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, long First)> _order = new();
    private readonly List<GroupCount> _groups = [];
    private long _seen;
    private int _sinceTest;

    /// <summary>Takes rows of two columns: the group's number and the prediction.</summary>
    public void Process(RowBlock rows)
    {
        lock (_lock)
        {
            var first = _seen;
            for (var row = 0; row < rows.Rows; row++)
            {
                var values = rows[row];
                if (values[0] < 0 || double.IsNaN(values[1]))
                {
                    scope.Skip(1, "a prediction is NaN, or there are more than 64 groups");

                    // The row keeps its place, so that labels find theirs.
                    Add(new Row(-1, IsFavorable: false));
                    continue;
                }

                Add(new Row((int)values[0], values[1] >= options.FavorableFrom));
            }

            Remember(rows.RequestId, first, rows.Rows);
            scope.CountRows(rows.Rows);
            if (_sinceTest >= options.Stride)
            {
                _sinceTest = 0;
                Test();
            }
        }
    }

    /// <returns>Whether the rows are still in the window.</returns>
    public bool AddLabels(string requestId, ReadOnlySpan<double> labels)
    {
        lock (_lock)
        {
            if (!_requests.TryGetValue(requestId, out var rows) || rows.Count != labels.Length
                || rows.First < _seen - _window.Length)
            {
                return false;
            }

            for (var i = 0; i < labels.Length; i++)
            {
                ref var row = ref _window[(rows.First + i) % _window.Length];
                Count(row, -1);
                row = row with { Label = labels[i] >= options.FavorableFrom };
                Count(row, 1);
            }

            return true;
        }
    }

    private void Add(Row row)
    {
        ref var place = ref _window[_seen % _window.Length];
        if (_seen >= _window.Length)
        {
            Count(place, -1);
        }

        place = row;
        Count(row, 1);
        _seen++;
        _sinceTest++;
    }

    private void Count(Row row, int by)
    {
        if (row.Group < 0)
        {
            return;
        }

        while (_groups.Count <= row.Group)
        {
            _groups.Add(new GroupCount(names.GetName(_groups.Count)));
        }

        var group = _groups[row.Group];
        group.Rows += by;
        group.Favorable += row.IsFavorable ? by : 0;
        group.Positives += row.Label == true ? by : 0;
        group.TruePositives += row.Label == true && row.IsFavorable ? by : 0;
    }

    private void Remember(string? id, long first, int count)
    {
        while (_order.TryPeek(out var oldest) && oldest.First < _seen - _window.Length)
        {
            _order.Dequeue();
            if (_requests.TryGetValue(oldest.Id, out var rows) && rows.First == oldest.First)
            {
                _requests.Remove(oldest.Id);
            }
        }

        if (id is { Length: <= 256 } && count <= _window.Length)
        {
            _requests[id] = (first, count);
            _order.Enqueue((id, first));
        }
    }

    private void Test()
    {
        List<Finding> findings = [];
        var compared = _groups.FindAll(group => group.Rows >= options.MinGroupSize);
        foreach (var group in compared)
        {
            scope.RecordStatistic($"selection_rate:{group.Name}", group.SelectionRate);
        }

        if (compared.Count > 1)
        {
            var low = compared.Min(static group => group.SelectionRate);
            var high = compared.Max(static group => group.SelectionRate);
            var difference = high - low;
            var most = options.MaxParityDifference;
            Note(findings, ParityDifference, difference, most, difference > most);
            var impact = high == 0 ? 1 : low / high;
            Note(findings, DisparateImpact, impact, options.MinDisparateImpact, impact < options.MinDisparateImpact);
        }

        compared = _groups.FindAll(group => group.Positives >= options.MinGroupSize);
        if (compared.Count > 1)
        {
            var difference = compared.Max(static group => group.TruePositiveRate)
                - compared.Min(static group => group.TruePositiveRate);
            var most = options.MaxOpportunityDifference;
            Note(findings, OpportunityDifference, difference, most, difference > most);
        }

        if (findings.Count > 0)
        {
            scope.Report("groups", findings);
        }

        // Whoever sees the count sees the figures.
        scope.CountTest();
    }

    private void Note(List<Finding> findings, string name, double value, double threshold, bool isFound)
    {
        scope.RecordStatistic(name, value);
        if (isFound)
        {
            findings.Add(new Finding(name, value, double.NaN, threshold));
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Row(int Group, bool IsFavorable)
    {
        /// <summary>Gets whether the label is favorable; null while it is not known.</summary>
        public bool? Label { get; init; }
    }
}
