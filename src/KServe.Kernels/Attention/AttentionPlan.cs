namespace KServe.Kernels.Attention;

/// <summary>Cuts the queries of a call into items.</summary>
internal static unsafe class AttentionPlan
{
    /// <summary>Returns how many tokens an item has at most.</summary>
    public static int TokensPerItem(in AttentionShape shape) =>
        Math.Max(1, TileScratch.UsualRows / (shape.HeadCount / shape.KeyValueHeadCount));

    /// <summary>Returns how many rows of queries an item has at most.</summary>
    public static int RowsPerItem(in AttentionShape shape) =>
        TokensPerItem(shape) * (shape.HeadCount / shape.KeyValueHeadCount);

    /// <summary>Returns how many items there are.</summary>
    public static int Count(in AttentionShape shape, ReadOnlySpan<AttentionSequence> sequences)
    {
        var step = TokensPerItem(shape);
        var count = 0;
        foreach (ref readonly var sequence in sequences)
        {
            count = checked(count + ((sequence.TokenCount + step - 1) / step * shape.KeyValueHeadCount));
        }

        return count;
    }

    /// <summary>Writes the items; those with most keys, a sequence's last, come first.</summary>
    public static void Write(in AttentionShape shape, ReadOnlySpan<AttentionSequence> sequences, AttentionItem* items)
    {
        var step = TokensPerItem(shape);
        for (var i = 0; i < sequences.Length; i++)
        {
            var tokens = sequences[i].TokenCount;
            for (var first = (tokens - 1) / step * step; first >= 0; first -= step)
            {
                for (var head = 0; head < shape.KeyValueHeadCount; head++)
                {
                    *items++ = new AttentionItem
                    {
                        Sequence = i,
                        FirstToken = first,
                        TokenCount = Math.Min(step, tokens - first),
                        KeyValueHead = head,
                    };
                }
            }
        }
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
}
