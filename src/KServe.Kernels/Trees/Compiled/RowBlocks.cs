namespace KServe.Kernels.Trees.Compiled;

/// <summary>Splits the rows of a batch into ranges, and runs big batches on several processors.</summary>
internal static class RowBlocks
{
    // Below this many steps of about a nanosecond each, waking other threads costs more than it saves.
    private const long ParallelWork = 100_000;

    /// <summary>Runs the action for all ranges of rows, on the caller's thread alone when there is little to do.</summary>
    public static void Run<TState>(
        int rowCount, int blockRows, long workPerRow, TState state, Action<TState, int, int> action,
        CancellationToken cancellationToken)
    {
        var blocks = (int)(((long)rowCount + blockRows - 1) / blockRows);
        if (blocks > 1 && Environment.ProcessorCount > 1 && rowCount * workPerRow > ParallelWork)
        {
            RunParallel(rowCount, blockRows, blocks, state, action, cancellationToken);
            return;
        }

        for (var block = 0; block < blocks; block++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            action(state, block * blockRows, Math.Min(blockRows, rowCount - (block * blockRows)));
        }
    }

    private static void RunParallel<TState>(
        int rowCount, int blockRows, int blocks, TState state, Action<TState, int, int> action,
        CancellationToken cancellationToken)
    {
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, blocks, options, block =>
            action(state, block * blockRows, Math.Min(blockRows, rowCount - (block * blockRows))));
    }
}
