using System.Globalization;
using System.Text;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Replaces characters by the compiled map of a SentencePiece model.</summary>
/// <remarks>
/// The map is a double-array trie (darts-clone) over UTF-8 whose values are places in a blob of texts that end in a
/// zero byte. A grapheme of less than six bytes is looked up as a whole, then its characters one by one; the first,
/// shortest
/// match counts. That is what the Hugging Face library does, which models were trained with.
/// </remarks>
internal sealed class PrecompiledNormalizer : Normalizer
{
    private const int LongestGrapheme = 6;
    private readonly uint[] _units;
    private readonly byte[] _texts;

    /// <summary>Creates a normalizer of a trie and the texts that its values point to.</summary>
    public PrecompiledNormalizer(uint[] units, byte[] texts)
    {
        _units = units;
        _texts = texts;
    }

    /// <inheritdoc/>
    public override void Apply(AlignedText text)
    {
        List<(int CodePoint, int Change)> output = new(text.Length);
        Span<byte> utf8 = stackalloc byte[LongestGrapheme * 4];
        Span<char> part = stackalloc char[2];
        for (var at = 0; at < text.Length;)
        {
            var grapheme = NextGrapheme(text.Span[at..]);
            at += grapheme.Length;
            if (grapheme.Length < LongestGrapheme && TryMap(grapheme, utf8, LongestGrapheme - 1, output))
            {
                continue;
            }

            foreach (var rune in grapheme.EnumerateRunes())
            {
                if (!TryMap(part[..rune.EncodeToUtf16(part)], utf8, 4, output))
                {
                    output.Add((rune.Value, 0));
                }
            }
        }

        text.Begin();
        foreach (var (codePoint, change) in output)
        {
            text.Emit(codePoint, change);
        }

        text.End();
    }

    /// <inheritdoc/>
    /// <remarks>ASCII among itself is mapped unit by unit; a line's end may be two units that are looked up as
    /// one.</remarks>
    public override TokenWeights? Weigh(TokenWeights after) => after.BeforeAscii(unit =>
    {
        List<(int CodePoint, int Change)> output = [];
        Span<byte> utf8 = stackalloc byte[LongestGrapheme * 4];
        if (unit is '\r' or '\n' || !TryMap([unit], utf8, LongestGrapheme - 1, output))
        {
            return unit is '\r' or '\n' ? 0 : after.Of([unit]);
        }

        return after.Of(string.Concat(output.Select(static entry => new Rune(entry.CodePoint).ToString())));
    });

    private static ReadOnlySpan<char> NextGrapheme(ReadOnlySpan<char> rest)
    {
        var length = rest[0] < 0x80 && (rest.Length == 1 || rest[1] < 0x80) && rest[0] != '\r'
            ? 1
            : StringInfo.GetNextTextElementLength(rest);
        return rest[..length];
    }

    private bool TryMap(
        ReadOnlySpan<char> part,
        Span<byte> utf8,
        int longest,
        List<(int CodePoint, int Change)> output)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(part, utf8);
        if (bytes > longest || !TryFind(utf8[..bytes], out var replacement))
        {
            return false;
        }

        var added = 0;
        foreach (var rune in EnumerateUtf8(replacement))
        {
            output.Add((rune, 0));
            added++;
        }

        var difference = added - CodePoints.Count(part);
        for (var i = 0; i < difference; i++)
        {
            output[^(i + 1)] = (output[^(i + 1)].CodePoint, 1);
        }

        if (difference < 0 && output.Count > 0)
        {
            output[^1] = (output[^1].CodePoint, output[^1].Change + difference);
        }

        return true;
    }

    private static List<int> EnumerateUtf8(ReadOnlySpan<byte> utf8)
    {
        List<int> codePoints = new(utf8.Length);
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var used);
            codePoints.Add(rune.Value);
            utf8 = utf8[used..];
        }

        return codePoints;
    }

    private bool TryFind(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        var node = Offset(_units[0]);
        foreach (var label in key)
        {
            node ^= label;
            if (label == 0 || node >= (uint)_units.Length || (_units[node] & 0x800000FF) != label)
            {
                return false;
            }

            var unit = _units[node];
            node ^= Offset(unit);
            if ((unit & 0x100) != 0)
            {
                var value = node < (uint)_units.Length ? _units[node] & 0x7FFFFFFF : uint.MaxValue;
                if (value > (uint)_texts.Length)
                {
                    return false;
                }

                replacement = _texts.AsSpan((int)value);
                var end = replacement.IndexOf((byte)0);
                replacement = end < 0 ? replacement : replacement[..end];
                return true;
            }
        }

        return false;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
