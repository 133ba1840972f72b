using System.Numerics;

namespace KServe.Explainers;

/// <summary>A set of rules that may become the anchor, and what samples say of it.</summary>
internal sealed class AnchorCandidate
{
    private readonly int[] _rules;
    private readonly ulong[]? _rows;

    private AnchorCandidate(int[] rules, ulong[]? rows, double coverage)
    {
        (_rules, _rows, Coverage) = (rules, rows, coverage);
    }

    /// <summary>Gets the candidate without rules, which every row meets.</summary>
    public static AnchorCandidate NewEmpty() => new([], rows: null, coverage: 1);

    /// <summary>Gets the positions of the rules in ascending order.</summary>
    public IReadOnlyList<int> Rules => _rules;

    /// <summary>Gets the share of background rows that meet all rules.</summary>
    public double Coverage { get; }

    public int SampleCount { get; private set; }

    public int MatchCount { get; private set; }

    public double Mean => SampleCount == 0 ? 0 : (double)MatchCount / SampleCount;

    /// <summary>Gets a text that is the same for the same rules.</summary>
    public string Key => string.Join(',', _rules);

    public void Count(bool matches)
    {
        SampleCount++;
        MatchCount += matches ? 1 : 0;
    }

    public double GetUpperBound(double level) => Bernoulli.GetUpperBound(Mean, level / Math.Max(1, SampleCount));

    public double GetLowerBound(double level) => Bernoulli.GetLowerBound(Mean, level / Math.Max(1, SampleCount));

    /// <summary>Adds a rule.</summary>
    /// <returns><see langword="null"/> when the same background rows meet it: it would say nothing new.</returns>
    public AnchorCandidate? Extend(int index, AnchorRule rule, int rowCount)
    {
        if (_rules.AsSpan().Contains(index))
        {
            return null;
        }

        var rows = new ulong[rule.Rows.Length];
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = rule.Rows[i] & (_rows is null ? ulong.MaxValue : _rows[i]);
            count += BitOperations.PopCount(rows[i]);
        }

        var coverage = (double)count / rowCount;
        return coverage < Coverage ? new AnchorCandidate([.. _rules.Append(index).Order()], rows, coverage) : null;
    }
}
