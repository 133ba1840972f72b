using System.Runtime.InteropServices;
using KServe.Kernels.Attention;

namespace KServe.Runtime.Generative.KvCache;

/// <summary>The memory of a KV cache: [layer][block] of keys and values, ordered by a <see cref="KvLayout"/>.</summary>
/// <remarks>
/// Pages are taken from the system when they are first written. What a block held before stays in it: attention reads
/// nothing that the block's owner did not write.
/// </remarks>
internal sealed unsafe class KvStore : SafeHandle
{
    private const nuint Alignment = 64;

    private readonly nuint _layerBytes;

    /// <summary>Reserves the memory.</summary>
    /// <param name="layout">The layout of a layer's block.</param>
    /// <param name="layerCount">The layers.</param>
    /// <param name="blockCount">The blocks.</param>
    /// <exception cref="OverflowException">The size does not fit the address space.</exception>
    /// <exception cref="OutOfMemoryException">The system has not so much memory.</exception>
    public KvStore(KvLayout layout, int layerCount, int blockCount)
        : base(nint.Zero, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layerCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockCount);
        Layout = layout;
        LayerCount = layerCount;
        BlockCount = blockCount;
        SizeInBytes = GetSize(layout, layerCount, blockCount);
        _layerBytes = checked((nuint)layout.BlockBytes * (nuint)blockCount);
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)SizeInBytes, Alignment));
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == nint.Zero;

    /// <summary>Gets the layout of a layer's block.</summary>
    public KvLayout Layout { get; }

    /// <summary>Gets the layers.</summary>
    public int LayerCount { get; }

    /// <summary>Gets the blocks.</summary>
    public int BlockCount { get; }

    /// <summary>Gets the bytes of all layers and blocks.</summary>
    public long SizeInBytes { get; }

    /// <summary>Computes the bytes of a cache before it is made.</summary>
    /// <exception cref="OverflowException">The size does not fit 63 bits.</exception>
    public static long GetSize(KvLayout layout, int layerCount, int blockCount) =>
        checked((long)layout.BlockBytes * layerCount * blockCount);

    /// <summary>Gets the first block of a layer; the others follow.</summary>
    public byte* GetLayer(int layer)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)layer, (uint)LayerCount, nameof(layer));
        return (byte*)handle + ((nuint)layer * _layerBytes);
    }

    /// <summary>Gets a block of a layer.</summary>
    public byte* GetBlock(int layer, int block)
    {
        CheckBlock(block);
        return GetLayer(layer) + ((nuint)block * (nuint)Layout.BlockBytes);
    }

    /// <summary>Copies one block of every layer to another.</summary>
    public void CopyBlock(int source, int destination)
    {
        CheckBlock(source);
        CheckBlock(destination);
        for (var layer = 0; layer < LayerCount; layer++)
        {
            NativeMemory.Copy(GetBlock(layer, source), GetBlock(layer, destination), (nuint)Layout.BlockBytes);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }

    private void CheckBlock(int block) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)BlockCount, nameof(block));
}
