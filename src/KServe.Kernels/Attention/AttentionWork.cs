using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using KServe.Kernels.Compute;
using KServe.Kernels.Vectors;

namespace KServe.Kernels.Attention;

/// <summary>One call of attention: items that threads take one after the other.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct AttentionWork : IComputeWork
{
    public AttentionShape Shape;
    public KeyValueSource Source;
    public bool IsCausal;

    public AttentionSequence* Sequences;

    /// <summary>Where the keys of each sequence lie, of keys in rows.</summary>
    public AttentionSequence* KeySequences;
    public AttentionItem* Items;
    public int ItemCount;
    public int* NextItem;

    public float* Queries;
    public int QueryStride;
    public float* Output;
    public int PaddedHeadSize;

    public byte* Store;
    public nint BlockBytes;
    public int BlockSize;
    public int HeadBytes;
    public int KeyBytes;
    public KvFormat Format;

    public float* Keys;
    public float* Values;
    public int KeyValueStride;

    /// <summary>What is added to scores: for each head a row by distance, with distance 0 in the middle.</summary>
    public float* Bias;
    public int BiasStride;
    public int BiasMiddle;

    public float* Scratch;
    public nuint ScratchFloats;
    public int ItemRows;

    public void Run(int part)
    {
        var scratch = TileScratch.At(Scratch + ((nuint)part * ScratchFloats), Shape.HeadSize, ItemRows);
        int item;
        while ((item = Interlocked.Increment(ref *NextItem) - 1) < ItemCount)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                AttentionKernel<FloatLanes512>.Run(ref this, Items[item], ref scratch);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                AttentionKernel<FloatLanes256>.Run(ref this, Items[item], ref scratch);
            }
            else
            {
                AttentionKernel<FloatLanes128>.Run(ref this, Items[item], ref scratch);
            }
        }
    }
}
