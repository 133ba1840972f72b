namespace KServe.Explainers.Tests.Support;

/// <summary>Counts the calls and rows of a score function, and may do something before each call.</summary>
internal sealed class CountingModel(ScoreFunction inner)
{
    public int Calls { get; private set; }

    public long Rows { get; private set; }

    public int LargestCall { get; private set; }

    public Action? BeforeCall { get; init; }

    public ValueTask<double[]> ScoreAsync(
        ReadOnlyMemory<double> rows, int rowCount, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke();
        Calls++;
        Rows += rowCount;
        LargestCall = Math.Max(LargestCall, rowCount);
        return inner(rows, rowCount, cancellationToken);
    }
}
