using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PostProcessing;

/// <summary>Frames encodings with special tokens, and trims offsets where a tokenizer asks for it.</summary>
/// <remarks>Every post-processor of the file format is this: at most one template, and trims.</remarks>
internal sealed record PostProcessor
{
    private const int MostParts = 65536;

    /// <summary>Gets the template of one text; null puts nothing around it.</summary>
    public TemplatePiece[]? Single { get; init; }

    /// <summary>Gets the template of two texts; null puts nothing around them.</summary>
    public TemplatePiece[]? Pair { get; init; }

    /// <summary>Gets whether blanks at the ends of tokens are left out of their offsets.</summary>
    public bool TrimsOffsets { get; init; }

    /// <summary>Gets whether a blank was added in front of texts.</summary>
    public bool HasPrefixSpace { get; init; }

    /// <summary>Gets the type of all tokens, whatever text they are from.</summary>
    public int? TypeId { get; init; }

    /// <summary>Counts the special tokens that are added.</summary>
    public int CountAdded(bool isPair) => (isPair ? Pair : Single)?.Sum(piece => piece.Ids.Length) ?? 0;

    /// <summary>Tells whether what is put around texts keeps them.</summary>
    public bool Keeps(bool isPair) => (isPair ? Pair : Single) is not { } template
        || (template.Any(static piece => piece.Sequence == 0)
            && (!isPair || template.Any(static piece => piece.Sequence == 1)));

    /// <summary>Puts encodings together.</summary>
    public EncodingPart Apply(EncodingPart first, EncodingPart? second, bool addSpecialTokens)
    {
        foreach (var part in second is null ? [first] : (EncodingPart[])[first, second])
        {
            Prepare(part);
            part.Overflowing.ForEach(Prepare);
        }

        var template = (second is null ? Single : Pair) ?? Plain(second is not null);
        EncodingPart? result = null;
        foreach (var piece in template)
        {
            if (piece.Sequence < 0 && !addSpecialTokens)
            {
                continue;
            }

            var part = piece.Sequence < 0 ? Special(piece) : Typed(piece.Sequence == 0 ? first : second!, piece.TypeId);
            result = result is null ? part : Merge(result, part);
        }

        return result ?? new EncodingPart();
    }

    private static TemplatePiece[] Plain(bool isPair) =>
        isPair ? [new(0, [], [], -1), new(1, [], [], -1)] : [new(0, [], [], -1)];

    private static EncodingPart Special(TemplatePiece piece)
    {
        var part = new EncodingPart();
        for (var i = 0; i < piece.Ids.Length; i++)
        {
            part.Add(piece.Ids[i], piece.Tokens[i], (0, 0), piece.TypeId, special: 1);
        }

        return part;
    }

    private static EncodingPart Typed(EncodingPart source, int type)
    {
        var part = new EncodingPart();
        part.Add(source, 0, source.Count, type < 0 ? null : type);
        part.Overflowing.AddRange(source.Overflowing.Select(other => Typed(other, type)));
        return part;
    }

    // The further parts of a merge: those of the left with the right and each of its parts, then the left with each
    // part of the right.
    private static EncodingPart Merge(EncodingPart left, EncodingPart right)
    {
        if ((left.Overflowing.Count + 1L) * (right.Overflowing.Count + 1L) > MostParts)
        {
            throw InferenceException.InvalidArgument($"truncation: the texts make more than {MostParts} parts");
        }

        var merged = Join(left, right);
        foreach (var other in left.Overflowing)
        {
            merged.Overflowing.Add(Join(other, right));
            merged.Overflowing.AddRange(right.Overflowing.Select(part => Join(other, part)));
        }

        merged.Overflowing.AddRange(right.Overflowing.Select(part => Join(left, part)));
        return merged;
    }

    private static EncodingPart Join(EncodingPart left, EncodingPart right)
    {
        var joined = new EncodingPart();
        joined.Add(left, 0, left.Count);
        joined.Add(right, 0, right.Count);
        return joined;
    }

    private void Prepare(EncodingPart part)
    {
        for (var i = 0; i < part.Count; i++)
        {
            part.TypeIds[i] = TypeId ?? part.TypeIds[i];
            if (TrimsOffsets)
            {
                part.Offsets[i] = Trim(part.Tokens[i], part.Offsets[i], i == 0);
            }
        }
    }

    private (int Start, int End) Trim(string token, (int Start, int End) offset, bool isFirst)
    {
        var leading = 0;
        while (leading < token.Length && IsBlank(token[leading]))
        {
            leading++;
        }

        var trailing = 0;
        while (trailing < token.Length && IsBlank(token[^(trailing + 1)]))
        {
            trailing++;
        }

        var (start, end) = offset;
        if (leading > 0)
        {
            var added = HasPrefixSpace && leading == 1 && (isFirst || start == 0);
            start = Math.Min(start + (added ? 0 : leading), end);
        }

        return (start, trailing > 0 && end >= trailing ? Math.Max(end - trailing, start) : end);
    }

    private static bool IsBlank(char c) => c == ByteAlphabet.ToChar((byte)' ') || char.IsWhiteSpace(c);
}
