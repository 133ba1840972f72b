namespace KServe.Kernels.Attention;

/// <summary>Cuts the queries of a call into items.</summary>
internal static unsafe class AttentionPlan
{
    // With fewer items for each thread, some threads would wait for others.
    private const int ItemsPerThread = 2;

    /// <summary>Returns how many tokens an item has at most.</summary>
    public static int TokensPerItem(in AttentionShape shape) =>
        Math.Max(1, TileScratch.UsualRows / (shape.HeadCount / shape.KeyValueHeadCount));

    /// <summary>Returns how many rows of queries an item has at most.</summary>
    public static int RowsPerItem(in AttentionShape shape) =>
        TokensPerItem(shape) * (shape.HeadCount / shape.KeyValueHeadCount);

    /// <summary>Returns whether items are to be cut, so that all threads have some.</summary>
    public static bool IsCut(in AttentionShape shape, ReadOnlySpan<AttentionSequence> sequences, int threads)
    {
        var step = TokensPerItem(shape);
        var count = 0L;
        foreach (ref readonly var sequence in sequences)
        {
            count += (sequence.TokenCount + step - 1L) / step * shape.KeyValueHeadCount;
        }

        return threads > 1 && count < (long)threads * ItemsPerThread;
    }

    /// <summary>Finds the items; those with most keys, a sequence's last, come first.</summary>
    /// <param name="work">The call, with its sequences.</param>
    /// <param name="count">How many sequences there are.</param>
    /// <param name="isCut">Whether items are cut.</param>
    /// <param name="items">Takes the items; null to count them alone.</param>
    /// <returns>How many items there are, and how many of them are parts.</returns>
    public static (int Items, int Parts) Find(ref AttentionWork work, int count, bool isCut, AttentionItem* items)
    {
        var step = TokensPerItem(work.Shape);
        var (found, parts) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var tokens = work.Sequences[i].TokenCount;
            for (var first = (tokens - 1) / step * step; first >= 0; first -= step)
            {
                var item = new AttentionItem
                {
                    Sequence = i,
                    FirstToken = first,
                    TokenCount = Math.Min(step, tokens - first),
                };
                var (begin, end) = work.KeysOf(item);
                (item.FirstSplit, item.EndSplit) = (begin / TileScratch.SplitSize, Splits(end));
                item.Parts = isCut ? Math.Max(1, item.EndSplit - item.FirstSplit) : 1;
                for (var head = 0; head < work.Shape.KeyValueHeadCount; head++)
                {
                    item.KeyValueHead = head;
                    item.FirstPart = parts;
                    if (items is not null)
                    {
                        Write(item, items + found);
                    }

                    found = checked(found + item.Parts);
                    parts += item.Parts > 1 ? item.Parts : 0;
                }
            }
        }

        return (found, parts);
    }

    public static void Check(in AttentionShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.KeyValueHeadCount, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.HeadSize, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.HeadSize, KvLayout.MaxHeadSize, nameof(shape));
        if (shape.HeadCount <= 0 || shape.HeadCount % shape.KeyValueHeadCount != 0)
        {
            throw new ArgumentException(
                $"{shape.HeadCount} query heads do not share {shape.KeyValueHeadCount} key heads.", nameof(shape));
        }
    }

    private static int Splits(int keys) => (int)((keys + TileScratch.SplitSize - 1L) / TileScratch.SplitSize);

    private static void Write(AttentionItem item, AttentionItem* items)
    {
        var (parts, first) = (item.Parts, item.FirstSplit);
        for (var part = 0; part < parts; part++)
        {
            item.Part = part;
            if (parts > 1)
            {
                (item.FirstSplit, item.EndSplit) = (first + part, first + part + 1);
            }

            items[part] = item;
        }
    }
}
