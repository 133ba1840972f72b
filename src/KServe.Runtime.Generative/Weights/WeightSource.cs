namespace KServe.Runtime.Generative.Weights;

/// <summary>Bytes that tensors lie in: a mapped file or memory.</summary>
internal abstract class WeightSource : IDisposable
{
    /// <summary>Gets what errors call the source: the file's name without its folder.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Gets a piece of the bytes, valid until the source is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The piece is not inside.</exception>
    /// <exception cref="ObjectDisposedException">The source is closed.</exception>
    public abstract ReadOnlySpan<byte> GetSpan(long offset, int count);

    public abstract void Dispose();
}
