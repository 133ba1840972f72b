using KServe.Kernels.Vectors;

namespace KServe.Kernels.Attention;

/// <summary>Computes one item: all keys that its queries see, tile by tile, with a running softmax.</summary>
/// <remarks>
/// Milakov and Gimelshein, "Online normalizer calculation for softmax" (2018). A query's numbers go through the same
/// operations in the same order whoever its neighbours are: tiles begin at multiples of their size, a score is one
/// chain over the head, a value one chain over the keys of a split, and keys that a query does not see take no part.
/// Splits begin at multiples of their size, too, and are merged in their order, whether one thread has computed them
/// or several. Inner loops are not inlined: together they are more than the compiler inlines into one method, and what
/// it leaves out is a call for each register.
/// </remarks>
internal static unsafe partial class AttentionKernel<TLanes>
    where TLanes : unmanaged, IFloatLanes<TLanes>
{
    public static void Run(ref AttentionWork work, in AttentionItem item, ref TileScratch scratch)
    {
        ref var sequence = ref work.Sequences[item.Sequence];
        var group = work.Shape.HeadCount / work.Shape.KeyValueHeadCount;
        var rows = item.TokenCount * group;
        Begin(ref work, sequence.FirstToken + item.FirstToken, item, rows, group, ref scratch);
        var (begin, end) = work.KeysOf(item);
        for (var split = item.FirstSplit; split < item.EndSplit; split++)
        {
            scratch.Split.Clear(rows);
            Split(
                ref work,
                item,
                rows,
                Math.Max(begin, split * TileScratch.SplitSize),
                Math.Min(end, (split + 1) * TileScratch.SplitSize),
                ref scratch);
            Merge(scratch.Split, scratch.All, rows);
        }

        if (item.Parts == 1 || TryMergeParts(ref work, item, rows, ref scratch))
        {
            End(ref work, sequence.FirstToken + item.FirstToken, item, rows, group, ref scratch);
        }
    }

    private static void Split(
        ref AttentionWork work, in AttentionItem item, int rows, int begin, int end, ref TileScratch scratch)
    {
        ref var sequence = ref work.Sequences[item.Sequence];
        var group = work.Shape.HeadCount / work.Shape.KeyValueHeadCount;
        var first = sequence.ContextLength + item.FirstToken;
        var total = work.CountKeys(item);
        for (var tile = begin / TileScratch.TileSize; tile * TileScratch.TileSize < end; tile++)
        {
            var keys = Math.Min(TileScratch.TileSize, end - (tile * TileScratch.TileSize));
            if (work.Source == KeyValueSource.Blocks)
            {
                TileLoader.FromBlocks(ref work, sequence.Blocks, item.KeyValueHead, tile, keys, ref scratch);
            }
            else
            {
                var firstKey = work.KeySequences[item.Sequence].FirstToken;
                TileLoader.FromRows(ref work, firstKey, item.KeyValueHead, tile, keys, ref scratch);
            }

            for (var row = 0; row < rows; row += TileScratch.RowStep)
            {
                var count = Math.Min(TileScratch.RowStep, rows - row);
                Rows(ref work, item, first, total, group, tile, keys, row, count, ref scratch);
            }
        }
    }

    private static void Begin(
        ref AttentionWork work, int firstToken, in AttentionItem item, int rows, int group, ref TileScratch scratch)
    {
        var size = work.Shape.HeadSize;
        var padded = work.PaddedHeadSize;
        for (var row = 0; row < rows; row++)
        {
            var source = work.Queries + ((nint)(firstToken + (row / group)) * work.QueryStride)
                + (((item.KeyValueHead * group) + (row % group)) * size);
            var query = scratch.Queries + (row * padded);
            for (var i = 0; i < size; i++)
            {
                query[i] = source[i] * work.Shape.Scale;
            }

        }

        scratch.All.Clear(rows);
    }

    private static void End(
        ref AttentionWork work, int firstToken, in AttentionItem item, int rows, int group, ref TileScratch scratch)
    {
        var size = work.Shape.HeadSize;
        var stride = (nint)work.Shape.HeadCount * size;
        for (var row = 0; row < rows; row++)
        {
            var destination = work.Output + ((firstToken + (row / group)) * stride)
                + (((item.KeyValueHead * group) + (row % group)) * size);
            var sums = scratch.All.Sums + (row * work.PaddedHeadSize);
            var scale = 1f / scratch.All.Totals[row];
            for (var i = 0; i < size; i++)
            {
                destination[i] = sums[i] * scale;
            }
        }
    }

    /// <summary>Takes a tile into the softmax and the sums of up to four rows.</summary>
    private static void Rows(
        ref AttentionWork work,
        in AttentionItem item,
        int first,
        int total,
        int group,
        int tile,
        int keys,
        int row,
        int count,
        ref TileScratch scratch)
    {
        Scores(scratch.Queries + (row * work.PaddedHeadSize), ref work, keys, count, ref scratch);
        var start = tile * TileScratch.TileSize;
        var areAlike = count == TileScratch.RowStep;
        var (firstBegin, firstEnd) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var position = first + ((row + i) / group);
            var (begin, end) = work.Seen(position, total);
            begin = Math.Max(begin - start, 0);
            end = Math.Min(end - start, TileScratch.TileSize);
            if (begin < end)
            {
                var bias = work.Bias is null ? null : work.Bias
                    + ((nint)((item.KeyValueHead * group) + ((row + i) % group)) * work.BiasStride)
                    + (start - position + work.BiasMiddle);
                Softmax(ref work, bias, begin, end, row + i, scratch.Scores + (i * TileScratch.TileSize), ref scratch);
            }

            if (i == 0)
            {
                (firstBegin, firstEnd) = (begin, end);
            }

            areAlike &= begin == firstBegin && end == firstEnd;
        }

        if (areAlike)
        {
            FourSums(row, firstBegin, firstEnd, work.PaddedHeadSize, ref scratch);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var (begin, end) = work.Seen(first + ((row + i) / group), total);
            begin = Math.Max(begin - start, 0);
            end = Math.Min(end - start, TileScratch.TileSize);
            OneSum(row + i, i, begin, end, work.PaddedHeadSize, ref scratch);
        }
    }

    /// <summary>Turns a row's scores into weights against the highest score so far.</summary>
    private static void Softmax(
        ref AttentionWork work, float* bias, int begin, int end, int row, float* scores, ref TileScratch scratch)
    {
        Change(ref work, bias, scores);
        for (var i = 0; i < begin; i++)
        {
            scores[i] = float.NegativeInfinity;
        }

        for (var i = end; i < TileScratch.TileSize; i++)
        {
            scores[i] = float.NegativeInfinity;
        }

        var before = scratch.Split.Highest[row];
        var highest = MathF.Max(before, Highest(scores));
        var total = Weights(scores, highest);
        if (highest != before)
        {
            var fade = MathF.Exp(before - highest);
            total += scratch.Split.Totals[row] * fade;
            scratch.Split.Highest[row] = highest;
            Fade(scratch.Split.Sums + (row * work.PaddedHeadSize), fade, work.PaddedHeadSize);
        }
        else
        {
            total += scratch.Split.Totals[row];
        }

        scratch.Split.Totals[row] = total;
    }
}
