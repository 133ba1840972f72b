using System.Buffers;

namespace KServe.AspNetCore.Grpc;

/// <summary>One message of a request in contiguous pooled memory, or the end of the request.</summary>
internal readonly struct GrpcRequestMessage(IMemoryOwner<byte>? owner, Memory<byte> memory) : IDisposable
{
    public bool IsEnd => owner is null;

    public IMemoryOwner<byte>? Owner => owner;

    public Memory<byte> Memory => memory;

    public void Dispose() => owner?.Dispose();
}
