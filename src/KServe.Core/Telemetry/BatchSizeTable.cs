using System.Numerics;

namespace KServe;

/// <summary>Finds statistics by number of rows without a lock once they exist.</summary>
internal sealed class BatchSizeTable
{
    /// <summary>The most rows that are told apart: the number comes from clients and must not grow the table.</summary>
    public const int MaxTracked = 4096;

    private readonly Lock _lock = new();
    private BatchSizeStatistics?[] _sizes = [];

    public void Add(long rows, TimeSpan input, TimeSpan infer, TimeSpan output)
    {
        if (rows is < 1 or > MaxTracked)
        {
            return;
        }

        var sizes = Volatile.Read(ref _sizes);
        var statistics = rows < sizes.Length && Volatile.Read(ref sizes[rows]) is { } known ? known : Create((int)rows);
        statistics.ComputeInput.Add(input);
        statistics.ComputeInfer.Add(infer);
        statistics.ComputeOutput.Add(output);
    }

    public IReadOnlyList<BatchSizeStatistics> ToList()
    {
        List<BatchSizeStatistics> list = [];
        foreach (var size in Volatile.Read(ref _sizes))
        {
            if (size is not null)
            {
                list.Add(size);
            }
        }

        return list;
    }

    private BatchSizeStatistics Create(int rows)
    {
        lock (_lock)
        {
            var sizes = _sizes;
            if (rows >= sizes.Length)
            {
                Array.Resize(ref sizes, (int)BitOperations.RoundUpToPowerOf2((uint)rows + 1));
                Volatile.Write(ref _sizes, sizes);
            }

            if (sizes[rows] is not { } statistics)
            {
                statistics = new BatchSizeStatistics(rows);
                Volatile.Write(ref sizes[rows], statistics);
            }

            return statistics;
        }
    }
}
