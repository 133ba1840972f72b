using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <content>Predictions: rows become slots, slots are walked through the trees, leaves are summed.</content>
internal sealed partial class Forest<T, TLeaf>
{
    // What a block's slots may take of the first cache, in bytes.
    private const int BlockBytes = 16 * 1024;
    private const int MaxStackBytes = 256;

    private int BlockRows => Math.Clamp(BlockBytes / (Stride * Unsafe.SizeOf<T>()), 8, 256) & ~7;

    private unsafe void PredictRows<TIn, TOut>(
        ReadOnlySpan<TIn> rows, int rowCount, Span<TOut> outputs, CancellationToken cancellationToken)
        where TIn : unmanaged
        where TOut : unmanaged, INumberBase<TOut>
    {
        if (rowCount == 1)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PredictOne(in MemoryMarshal.GetReference(rows), outputs);
            return;
        }

        fixed (TIn* rowsAt = rows)
        fixed (TOut* outputsAt = outputs)
        {
            var state = new Batch<TIn, TOut>(this, rowsAt, outputsAt);
            RowBlocks.Run(
                rowCount, BlockRows, _entries.Length * 8L, state, static (batch, first, count) => batch.Run(first, count),
                cancellationToken);
        }
    }

    // Small rows live on the stack, bigger ones in pooled memory: no garbage either way.
    private void PredictOne<TIn, TOut>(ref readonly TIn row, Span<TOut> outputs)
        where TIn : unmanaged
        where TOut : unmanaged, INumberBase<TOut>
    {
        T[]? rentedSlots = null;
        TLeaf[]? rentedSums = null;
        var slots = Stride * Unsafe.SizeOf<T>() <= MaxStackBytes
            ? stackalloc T[MaxStackBytes / Unsafe.SizeOf<T>()]
            : rentedSlots = ArrayPool<T>.Shared.Rent(Stride);
        var sums = OutputCount * Unsafe.SizeOf<TLeaf>() <= MaxStackBytes
            ? stackalloc TLeaf[MaxStackBytes / Unsafe.SizeOf<TLeaf>()]
            : rentedSums = ArrayPool<TLeaf>.Shared.Rent(OutputCount);
        sums = sums[..OutputCount];
        _data.Slots.Fill(in row, slots);
        _baseValues.CopyTo(sums);
        AddRow(ref MemoryMarshal.GetReference(slots), sums);
        for (var i = 0; i < sums.Length; i++)
        {
            outputs[i] = TOut.CreateTruncating(sums[i]);
        }

        if (rentedSlots is not null)
        {
            ArrayPool<T>.Shared.Return(rentedSlots);
        }

        if (rentedSums is not null)
        {
            ArrayPool<TLeaf>.Shared.Return(rentedSums);
        }
    }

    private void PredictBlock<TIn, TOut>(ref readonly TIn rows, int count, ref TOut outputs)
        where TIn : unmanaged
        where TOut : unmanaged, INumberBase<TOut>
    {
        var slots = ArrayPool<T>.Shared.Rent(count * Stride);
        var sums = ArrayPool<TLeaf>.Shared.Rent(count * OutputCount);
        for (var r = 0; r < count; r++)
        {
            _data.Slots.Fill(in Unsafe.Add(ref Unsafe.AsRef(in rows), (nint)r * FeatureCount), slots.AsSpan(r * Stride));
            _baseValues.CopyTo(sums, r * OutputCount);
        }

        AddBlock(ref slots[0], count, sums.AsSpan(0, count * OutputCount));
        for (var i = 0; i < count * OutputCount; i++)
        {
            Unsafe.Add(ref outputs, i) = TOut.CreateTruncating(sums[i]);
        }

        ArrayPool<T>.Shared.Return(slots);
        ArrayPool<TLeaf>.Shared.Return(sums);
    }

    private readonly unsafe struct Batch<TIn, TOut>(Forest<T, TLeaf> forest, TIn* rows, TOut* outputs)
        where TIn : unmanaged
        where TOut : unmanaged, INumberBase<TOut>
    {
        public void Run(int first, int count) => forest.PredictBlock(
            in rows[(long)first * forest.FeatureCount], count, ref outputs[(long)first * forest.OutputCount]);
    }
}
