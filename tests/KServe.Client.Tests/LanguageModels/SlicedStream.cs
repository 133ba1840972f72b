namespace KServe.Client.Tests.LanguageModels;

/// <summary>Gives bytes in pieces of one size.</summary>
internal sealed class SlicedStream(byte[] bytes, int size) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
}
