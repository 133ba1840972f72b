using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace KServe.AspNetCore;

/// <summary>Makes the web server's memory pools.</summary>
internal sealed class LargeBlockPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new LargeBlockPool();
}
