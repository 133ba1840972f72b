using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <summary>A weight matrix in the layout of the kernels that multiply with it.</summary>
/// <remarks>
/// Immutable and safe for concurrent calls. What a token's outputs are depends on its inputs alone, bit for bit: not on
/// the number of tokens in the call, nor on the threads.
/// </remarks>
public abstract partial class WeightMatrix : IDisposable
{
    /// <summary>Initializes the shape.</summary>
    /// <param name="rows">The outputs.</param>
    /// <param name="columns">The inputs.</param>
    protected WeightMatrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Gets the number of outputs.</summary>
    public int Rows { get; }

    /// <summary>Gets the number of inputs.</summary>
    public int Columns { get; }

    /// <summary>Gets the precision that is computed with.</summary>
    public abstract WeightFormat Format { get; }

    /// <summary>Gets the bytes that the matrix holds, which one token reads.</summary>
    public abstract long SizeInBytes { get; }

    /// <summary>Computes <c>output[t, r] = Σ weights[r, c] · input[t, c]</c>.</summary>
    /// <param name="input">The inputs, [tokens, <see cref="Columns"/>].</param>
    /// <param name="tokens">The number of tokens, at least 1.</param>
    /// <param name="output">Takes the outputs, [tokens, <see cref="Rows"/>].</param>
    /// <param name="pool">The threads to use.</param>
    public abstract void Multiply(ReadOnlySpan<float> input, int tokens, Span<float> output, ComputePool pool);

    /// <summary>Reads one row as numbers, such as the embedding of a token.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="destination">Takes <see cref="Columns"/> numbers.</param>
    public abstract void CopyRow(int row, Span<float> destination);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the weights.</summary>
    /// <param name="disposing"><see langword="true"/> when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
