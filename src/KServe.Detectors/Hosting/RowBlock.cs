using System.Buffers;

namespace KServe.Detectors;

/// <summary>Rows of one request in pooled memory.</summary>
internal sealed class RowBlock(double[] values, int rows, int columns, string? requestId) : IDisposable
{
    private double[]? _values = values;

    public int Rows => rows;

    public string? RequestId => requestId;

    /// <summary>Gets the bytes that the block takes, generously.</summary>
    public long Size => 256 + ((long)sizeof(double) * (_values?.Length ?? 0));

    public ReadOnlySpan<double> this[int row] => _values.AsSpan(row * columns, columns);

    public Span<double> Values => _values.AsSpan(0, rows * columns);

    public static RowBlock Rent(int rows, int columns, string? requestId) =>
        new(ArrayPool<double>.Shared.Rent(Math.Max(1, rows * columns)), rows, columns, requestId);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _values, null) is { } values)
        {
            ArrayPool<double>.Shared.Return(values);
        }
    }
}
