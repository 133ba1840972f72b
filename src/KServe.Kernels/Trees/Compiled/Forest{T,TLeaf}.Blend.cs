using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KServe.Kernels.Trees.Compiled;

/// <content>Padded trees of a block of rows, in the widest registers there are.</content>
internal sealed partial class Forest<T, TLeaf>
{
    // A block of this many rows fills two registers of the widest kind at least twice for float32.
    private const int BlendRows = 64;

    private const int MaxPairs = 1 << 5;
    private const int Alignment = 64;

    // Where leaves are wider than features, the trees yield the ordinals of leaves, which are exact in either type.
    private static readonly T[] Ordinals = MakeOrdinals();

    private static bool LeavesAreFeatures => typeof(T) == typeof(TLeaf);

    private static bool Blends(int depth) =>
        Vector512.IsHardwareAccelerated ? PerfectBlend<T, Rows512<T>>.Suits(depth)
        : Vector256.IsHardwareAccelerated ? PerfectBlend<T, Rows256<T>>.Suits(depth)
        : Vector128.IsHardwareAccelerated && PerfectBlend<T, Rows128<T>>.Suits(depth);

    private void AddBlended(in TreeGroup group, ref T columns, int rowCount, Span<TLeaf> sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            AddBlended<Rows512<T>>(group, ref columns, rowCount, sums);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AddBlended<Rows256<T>>(group, ref columns, rowCount, sums);
        }
        else
        {
            AddBlended<Rows128<T>>(group, ref columns, rowCount, sums);
        }
    }

    private void AddBlended<TRows>(in TreeGroup group, ref T columns, int rowCount, Span<TLeaf> sums)
        where TRows : unmanaged, IRowVector<TRows, T>
    {
        var scratch = ArrayPool<RowPair<TRows>>.Shared.Rent(MaxPairs);
        for (var row = 0; row < rowCount; row += PerfectBlend<T, TRows>.RowCount)
        {
            var count = Math.Min(PerfectBlend<T, TRows>.RowCount, rowCount - row);
            for (var k = 0; k < group.Count; k++)
            {
                ref var nodes = ref _layout.Nodes[group.NodeStart + k];
                ref var leaves = ref LeavesAreFeatures
                    ? ref Unsafe.As<TLeaf, T>(ref _layout.Leaves[group.LeafStart + k])
                    : ref MemoryMarshal.GetArrayDataReference(Ordinals);
                PerfectBlend<T, TRows>.Evaluate(
                    ref nodes, ref leaves, LeavesAreFeatures ? TreeGroup.Size : 1, ref Unsafe.Add(ref columns, row),
                    BlendRows, group.Depth, ref scratch[0]);
                AddResults(
                    group, k, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<RowPair<TRows>, T>(ref scratch[0]), count),
                    sums[(row * OutputCount)..]);
            }
        }

        ArrayPool<RowPair<TRows>>.Shared.Return(scratch);
    }

    private void AddResults(in TreeGroup group, int tree, ReadOnlySpan<T> results, Span<TLeaf> sums)
    {
        if (LeavesAreFeatures && OutputCount == 1)
        {
            TensorPrimitives.Add(
                sums[..results.Length], MemoryMarshal.Cast<T, TLeaf>(results), sums);
            return;
        }

        var output = _entries[group.First + tree].Output;
        for (var r = 0; r < results.Length; r++)
        {
            sums[(r * OutputCount) + output] += LeavesAreFeatures
                ? TLeaf.CreateTruncating(results[r])
                : _layout.Leaves[group.LeafStart + tree + (int.CreateTruncating(results[r]) * TreeGroup.Size)];
        }
    }

    private void AddBlockInColumns(ref T slots, int rowCount, Span<TLeaf> sums)
    {
        var rented = ArrayPool<T>.Shared.Rent((Stride * BlendRows) + (Alignment / Unsafe.SizeOf<T>()));
        ref var columns = ref Align(ref rented[0]);
        for (var slot = 0; slot < _data.Slots.Count; slot++)
        {
            ref var column = ref Unsafe.Add(ref columns, slot * BlendRows);
            for (var r = 0; r < rowCount; r++)
            {
                Unsafe.Add(ref column, r) = Unsafe.Add(ref slots, (r * Stride) + slot);
            }
        }

        AddBlock(ref slots, ref columns, rowCount, sums);
        ArrayPool<T>.Shared.Return(rented);
    }

    // Loads across two cache lines cost twice. Should the array move meanwhile, the sums stay right and only get slower.
    private static unsafe ref T Align(ref T start)
    {
        var beyond = (int)((nuint)Unsafe.AsPointer(ref start) % Alignment);
        return ref Unsafe.AddByteOffset(ref start, (Alignment - beyond) % Alignment);
    }

    private static T[] MakeOrdinals()
    {
        var ordinals = new T[1 << PerfectLayout<T, TLeaf>.MaxDepth];
        for (var i = 0; i < ordinals.Length; i++)
        {
            ordinals[i] = T.CreateTruncating(i);
        }

        return ordinals;
    }
}
