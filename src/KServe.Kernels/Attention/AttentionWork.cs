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

    /// <summary>The sums of parts of items, one after the other.</summary>
    public float* Partials;
    public nuint PartialFloats;

    /// <summary>How many parts of an item are not done, at the number of its first.</summary>
    public int* OpenParts;

    public float* Scratch;
    public nuint ScratchFloats;
    public int ItemRows;

    /// <summary>Returns which keys some of the tokens of an item see.</summary>
    public readonly (int Begin, int End) KeysOf(in AttentionItem item)
    {
        var first = Sequences[item.Sequence].ContextLength + item.FirstToken;
        var total = CountKeys(item);
        return (Seen(first, total).Begin, Seen(first + item.TokenCount - 1, total).End);
    }

    /// <summary>Returns how many keys the sequence of an item has.</summary>
    public readonly int CountKeys(in AttentionItem item)
    {
        ref var sequence = ref Sequences[item.Sequence];
        return Source == KeyValueSource.Blocks
            ? sequence.ContextLength + sequence.TokenCount
            : KeySequences[item.Sequence].TokenCount;
    }

    /// <summary>Returns which keys a token sees.</summary>
    public readonly (int Begin, int End) Seen(int position, int total)
    {
        var window = Shape.Window;
        if (IsCausal)
        {
            return (window > 0 ? Math.Max(0, position - window + 1) : 0, position + 1);
        }

        return window > 0
            ? (Math.Max(0, position - window), Math.Min(total, position + window + 1))
            : (0, total);
    }

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
