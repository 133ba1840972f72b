using System.Buffers;

namespace KServe.Explainers;

/// <summary>Calls a model in batches, counts the rows against a budget and looks for cancellation in between.</summary>
/// <remarks>Serves one explanation; not safe for concurrent use.</remarks>
internal sealed class BatchedModel
{
    // A batch of wide rows is shorter than asked for, so that its memory stays below 32 MiB.
    private const int MaxBatchValues = 4 << 20;

    private readonly ScoreFunction _score;
    private readonly int _batchSize;

    public BatchedModel(ScoreFunction score, int featureCount, int batchSize, long maxEvaluations)
    {
        _score = score;
        FeatureCount = featureCount;
        _batchSize = Math.Max(1, Math.Min(batchSize, MaxBatchValues / Math.Max(1, featureCount)));
        Remaining = maxEvaluations;
    }

    public int FeatureCount { get; }

    /// <summary>Gets the number of outputs for a row; 0 before the first row was scored.</summary>
    public int OutputCount { get; private set; }

    /// <summary>Gets how many rows may still be scored.</summary>
    public long Remaining { get; private set; }

    /// <summary>Refuses an explanation that is known to need more than what remains.</summary>
    /// <exception cref="InferenceException">The budget is too small.</exception>
    public void Require(long rowCount)
    {
        if (rowCount > Remaining)
        {
            throw InferenceException.InvalidArgument(
                $"the explanation needs {rowCount} evaluations of the model, {Remaining} are allowed: "
                + "send fewer rows or ask for fewer samples");
        }
    }

    /// <summary>Scores all rows of a source.</summary>
    /// <exception cref="InferenceException">The budget is too small, or the model failed.</exception>
    public async ValueTask RunAsync(IRowSource source, CancellationToken cancellationToken)
    {
        var total = source.RowCount;
        Require(total);
        var size = (int)Math.Min(_batchSize, total);
        var rows = ArrayPool<double>.Shared.Rent(size * FeatureCount);
        try
        {
            for (long start = 0; start < total; start += size)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = (int)Math.Min(size, total - start);
                for (var i = 0; i < count; i++)
                {
                    source.Fill(start + i, rows.AsSpan(i * FeatureCount, FeatureCount));
                }

                Remaining -= count;
                var scores = await _score(rows.AsMemory(0, count * FeatureCount), count, cancellationToken);
                Accept(source, start, count, scores);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rows);
        }
    }

    /// <summary>Scores rows that are there already.</summary>
    /// <returns>The scores, row-major.</returns>
    public async ValueTask<double[]> ScoreAsync(
        ReadOnlyMemory<double> rows,
        int rowCount,
        CancellationToken cancellationToken)
    {
        var source = new MatrixRows(rows, rowCount, FeatureCount);
        await RunAsync(source, cancellationToken);
        return source.Scores;
    }

    private void Accept(IRowSource source, long start, int count, double[] scores)
    {
        var width = scores.Length / count;
        if (width == 0 || width * count != scores.Length || (OutputCount != 0 && OutputCount != width))
        {
            throw new InvalidOperationException(
                $"The model gave {scores.Length} scores for {count} rows, {OutputCount} for each were expected.");
        }

        OutputCount = width;
        for (var i = 0; i < count; i++)
        {
            source.Accept(start + i, scores.AsSpan(i * width, width));
        }
    }
}
