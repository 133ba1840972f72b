namespace KServe.Runtime.Generative.Weights;

/// <summary>Tensors that were computed when they were read, such as a transposed matrix.</summary>
internal sealed class MemorySource(string name, byte[] content) : WeightSource
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override long Length => content.Length;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> GetSpan(long offset, int count) => content.AsSpan(checked((int)offset), count);

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
