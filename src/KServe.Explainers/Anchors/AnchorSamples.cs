namespace KServe.Explainers;

/// <summary>Draws rows under the conditions of candidates, and counts those that have the class.</summary>
internal sealed class AnchorSamples(
    IReadOnlyList<AnchorCandidate> candidates,
    int samplesEach,
    AnchorProblem problem) : IRowSource
{
    private Condition[] _bounds = [];
    private int _current = -1;

    public long RowCount => (long)candidates.Count * samplesEach;

    public void Fill(long index, Span<double> row)
    {
        var candidate = (int)(index / samplesEach);
        if (candidate != _current)
        {
            _current = candidate;
            _bounds = problem.Merge(candidates[candidate].Rules);
        }

        var background = problem.Space.Background;
        background.GetRow(problem.Random.Next(background.RowCount)).CopyTo(row);
        foreach (var bound in _bounds)
        {
            row[bound.Feature] = Draw(bound);
        }
    }

    public void Accept(long index, ReadOnlySpan<double> scores) =>
        candidates[(int)(index / samplesEach)].Count(problem.Rule.GetClass(scores) == problem.Class);

    // A category is the row's own; an amount is any of the background within the bounds, else the row's own.
    private double Draw(Condition bound)
    {
        var feature = problem.Space.Features[bound.Feature];
        var own = problem.Row.Span[bound.Feature];
        if (!double.IsNaN(bound.Equal))
        {
            return own;
        }

        var (start, end) = (feature.CountAtMost(bound.Above), feature.CountAtMost(bound.AtMost));
        return start < end ? feature.Draw(problem.Random, start, end) : own;
    }
}
