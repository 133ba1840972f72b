namespace KServe.Runtime.Generative.Tokenization.PostProcessing;

/// <summary>Fills encodings up to one length.</summary>
internal static class Padding
{
    private const int LongestLength = 1 << 24;

    /// <summary>Fills up a batch, and the further parts of its encodings.</summary>
    public static void Apply(IReadOnlyList<EncodingPart> parts, PaddingOptions options)
    {
        if (options.Length is < 1 or > LongestLength || options.MultipleOf is < 1 or > LongestLength)
        {
            throw InferenceException.InvalidArgument(
                $"padding: length and multiple must be 1 to {LongestLength}");
        }

        var length = (long)(options.Length ?? parts.Max(part => part.Count));
        length = checked((length + options.MultipleOf - 1) / options.MultipleOf * options.MultipleOf);
        foreach (var part in parts)
        {
            Fill(part, (int)length, options);
            part.Overflowing.ForEach(other => Fill(other, (int)length, options));
        }
    }

    private static void Fill(EncodingPart part, int length, PaddingOptions options)
    {
        var missing = length - part.Count;
        if (missing <= 0)
        {
            return;
        }

        var at = options.Direction == TextSide.Right ? part.Count : 0;
        part.Ids.InsertRange(at, Enumerable.Repeat(options.PadId, missing));
        part.Tokens.InsertRange(at, Enumerable.Repeat(options.PadToken, missing));
        part.Offsets.InsertRange(at, Enumerable.Repeat((0, 0), missing));
        part.TypeIds.InsertRange(at, Enumerable.Repeat(options.PadTypeId, missing));
        part.SpecialMask.InsertRange(at, Enumerable.Repeat(1, missing));
        part.AttentionMask.InsertRange(at, Enumerable.Repeat(0, missing));
    }
}
