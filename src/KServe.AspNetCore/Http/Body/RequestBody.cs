using System.Buffers;

namespace KServe.AspNetCore;

/// <summary>A whole request body in one block of pooled memory.</summary>
internal sealed class RequestBody(IMemoryOwner<byte> owner, Memory<byte> memory) : IDisposable
{
    public Memory<byte> Memory { get; } = memory;

    public void Dispose() => owner.Dispose();
}
