using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <content>Leaf outputs: which leaf of each tree a row comes to.</content>
internal sealed partial class Forest<T, TLeaf>
{
    private unsafe void FindLeaves<TIn>(
        ReadOnlySpan<TIn> rows, int rowCount, Span<int> leaves, CancellationToken cancellationToken)
        where TIn : unmanaged
    {
        fixed (TIn* rowsAt = rows)
        fixed (int* leavesAt = leaves)
        {
            var state = new LeafBatch<TIn>(this, rowsAt, leavesAt);
            RowBlocks.Run(
                rowCount, BlockRows, _entries.Length * 16L, state, static (batch, first, count) => batch.Run(first, count),
                cancellationToken);
        }
    }

    private void FindLeaves<TIn>(ref readonly TIn row, Span<T> slots, Span<int> leaves)
        where TIn : unmanaged
    {
        Span<int> lanes = stackalloc int[TreeGroup.Size];
        _data.Slots.Fill(in row, slots);
        for (var first = 0; first < _entries.Length; first += TreeGroup.Size)
        {
            var trees = _entries.AsSpan(first, Math.Min(TreeGroup.Size, _entries.Length - first));
            lanes.Fill(-1);
            for (var k = 0; k < trees.Length; k++)
            {
                lanes[k] = trees[k].Root;
            }

            SparseWalk.Walk(_data, ref MemoryMarshal.GetReference(slots), 0, lanes);
            for (var k = 0; k < trees.Length; k++)
            {
                leaves[first + k] = _data.LeafIds[~lanes[k]];
            }
        }
    }

    private readonly unsafe struct LeafBatch<TIn>(Forest<T, TLeaf> forest, TIn* rows, int* leaves)
        where TIn : unmanaged
    {
        public void Run(int first, int count)
        {
            var slots = ArrayPool<T>.Shared.Rent(forest.Stride);
            for (long r = first; r < first + count; r++)
            {
                var target = new Span<int>(leaves + (r * forest.TreeCount), forest.TreeCount);
                forest.FindLeaves(in rows[r * forest.FeatureCount], slots, target);
            }

            ArrayPool<T>.Shared.Return(slots);
        }
    }
}
