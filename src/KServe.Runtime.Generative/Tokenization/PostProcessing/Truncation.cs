namespace KServe.Runtime.Generative.Tokenization.PostProcessing;

/// <summary>Cuts encodings that are too long into parts.</summary>
internal static class Truncation
{
    // A stride of one less than the room makes a part of every token; so many parts no caller can mean.
    private const int MostParts = 65536;

    /// <summary>Cuts one encoding, or two that go together.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <param name="options">How to cut.</param>
    /// <param name="added">How many special tokens will be added.</param>
    /// <exception cref="InferenceException">What is asked for cannot be done.</exception>
    public static (EncodingPart First, EncodingPart? Second) Apply(
        EncodingPart first,
        EncodingPart? second,
        TruncationOptions options,
        int added)
    {
        var room = options.MaxLength - added;
        if (options.MaxLength < 0 || options.Stride < 0 || room < options.Stride)
        {
            throw InferenceException.InvalidArgument(
                $"truncation: stride {options.Stride} and {added} special tokens do not fit into max_length "
                + $"{options.MaxLength}");
        }

        var excess = first.Count + (second?.Count ?? 0) - room;
        if (room == 0)
        {
            return (Cut(first, 0, options), second is null ? null : Cut(second, 0, options));
        }

        return excess <= 0 ? (first, second) : options.Strategy switch
        {
            TruncationStrategy.OnlyFirst => (CutBy(first, excess, options), second),
            TruncationStrategy.OnlySecond => (
                first,
                CutBy(
                    second ?? throw InferenceException.InvalidArgument(
                        "truncation: strategy only_second needs a second text"),
                    excess,
                    options)),
            _ => CutLongest(first, second, room, options),
        };
    }

    private static (EncodingPart First, EncodingPart? Second) CutLongest(
        EncodingPart first,
        EncodingPart? second,
        int room,
        TruncationOptions options)
    {
        if (second is null)
        {
            return (Cut(first, room, options), null);
        }

        var shorter = Math.Min(first.Count, second.Count);
        var longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + (room % 2);
        }

        return first.Count > second.Count
            ? (Cut(first, longer, options), Cut(second, shorter, options))
            : (Cut(first, shorter, options), Cut(second, longer, options));
    }

    private static EncodingPart CutBy(EncodingPart part, int excess, TruncationOptions options) =>
        part.Count > excess
            ? Cut(part, part.Count - excess, options)
            : throw InferenceException.InvalidArgument("truncation: the text to cut is too short for max_length");

    private static EncodingPart Cut(EncodingPart part, int length, TruncationOptions options)
    {
        if (length >= part.Count)
        {
            return part;
        }

        if (length == 0)
        {
            var empty = new EncodingPart();
            empty.Overflowing.Add(part);
            return empty;
        }

        if (options.Stride >= length)
        {
            throw InferenceException.InvalidArgument(
                $"truncation: stride {options.Stride} must be less than the {length} tokens that a text may keep");
        }

        var step = length - options.Stride;
        if ((part.Count - length) / step > MostParts)
        {
            throw InferenceException.InvalidArgument(
                $"truncation: stride {options.Stride} makes more than {MostParts} parts");
        }

        EncodingPart? result = null;
        for (var i = 0; ; i++)
        {
            var fromRight = options.Direction == TextSide.Left;
            var begin = fromRight ? Math.Max(0, part.Count - (i * step) - length) : i * step;
            var end = fromRight ? part.Count - (i * step) : Math.Min(part.Count, begin + length);
            var piece = new EncodingPart();
            piece.Add(part, begin, end - begin);
            if (result is null)
            {
                result = piece;
            }
            else
            {
                result.Overflowing.Add(piece);
            }

            if (fromRight ? begin == 0 : end == part.Count)
            {
                return result;
            }
        }
    }
}
