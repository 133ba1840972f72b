using System.Buffers;

namespace KServe.Client;

/// <summary>Holds bytes that arrived, in pooled memory.</summary>
internal sealed class ResponseBody(IMemoryOwner<byte> owner, int length) : IDisposable
{
    public int Length { get; } = length;

    public Memory<byte> Memory => owner.Memory[..Length];

    public void Dispose() => owner.Dispose();
}
