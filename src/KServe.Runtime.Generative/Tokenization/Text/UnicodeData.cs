using System.Buffers.Binary;

namespace KServe.Runtime.Generative.Tokenization.Text;

/// <summary>Decompositions, compositions and combining classes of Unicode 14 (UAX 15).</summary>
/// <remarks>
/// The framework normalizes nothing when globalization is invariant, and never says which character came from where, so
/// the tables are our own. <c>eng/unicode/generate.py</c> writes them.
/// </remarks>
internal sealed class UnicodeData
{
    private const int HangulBase = 0xAC00;
    private const int HangulCount = 11172;
    private const int LeadingBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailingBase = 0x11A7;
    private static readonly Lazy<UnicodeData> Shared = new(Read);

    private readonly Dictionary<int, byte> _classes;
    private readonly Dictionary<int, (bool Compatibility, int[] Parts)> _decompositions;
    private readonly Dictionary<(int First, int Second), int> _compositions;

    private UnicodeData(
        Dictionary<int, byte> classes,
        Dictionary<int, (bool Compatibility, int[] Parts)> decompositions,
        Dictionary<(int First, int Second), int> compositions)
    {
        _classes = classes;
        _decompositions = decompositions;
        _compositions = compositions;
    }

    /// <summary>Gets the tables, read once.</summary>
    public static UnicodeData Instance => Shared.Value;

    /// <summary>Gets the canonical combining class; 0 for a starter.</summary>
    public int CombiningClass(int codePoint) =>
        codePoint < 0x300 ? 0 : _classes.GetValueOrDefault(codePoint);

    /// <summary>Adds the full decomposition of a character, or the character itself.</summary>
    public void Decompose(int codePoint, bool compatibility, List<int> output)
    {
        if (codePoint is >= HangulBase and < HangulBase + HangulCount)
        {
            var index = codePoint - HangulBase;
            output.Add(LeadingBase + (index / 588));
            output.Add(VowelBase + (index % 588 / 28));
            if (index % 28 != 0)
            {
                output.Add(TrailingBase + (index % 28));
            }
        }
        else if (codePoint >= 0xA0
            && _decompositions.TryGetValue(codePoint, out var entry)
            && (compatibility || !entry.Compatibility))
        {
            foreach (var part in entry.Parts)
            {
                Decompose(part, compatibility, output);
            }
        }
        else
        {
            output.Add(codePoint);
        }
    }

    /// <summary>Gets the character that two others make, or -1.</summary>
    public int Compose(int first, int second)
    {
        if (first is >= LeadingBase and < LeadingBase + 19 && second is >= VowelBase and < VowelBase + 21)
        {
            return HangulBase + ((((first - LeadingBase) * 21) + second - VowelBase) * 28);
        }

        if (first is >= HangulBase and < HangulBase + HangulCount
            && (first - HangulBase) % 28 == 0
            && second is > TrailingBase and < TrailingBase + 28)
        {
            return first + second - TrailingBase;
        }

        return _compositions.TryGetValue((first, second), out var composed) ? composed : -1;
    }

    private static UnicodeData Read()
    {
        using var stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("Unicode.bin")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var at = 0;
        int Next()
        {
            at += 4;
            return BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at - 4));
        }

        var (classCount, decompositionCount, compositionCount) = (Next(), Next(), Next());
        var classes = new Dictionary<int, byte>(classCount);
        for (var i = 0; i < classCount; i++)
        {
            var entry = Next();
            classes.Add(entry >> 8, (byte)entry);
        }

        var decompositions = new Dictionary<int, (bool, int[])>(decompositionCount);
        for (var i = 0; i < decompositionCount; i++)
        {
            var entry = Next();
            var parts = new int[entry & 0x7F];
            for (var j = 0; j < parts.Length; j++)
            {
                parts[j] = Next();
            }

            decompositions.Add(entry >> 8, ((entry & 0x80) != 0, parts));
        }

        var compositions = new Dictionary<(int, int), int>(compositionCount);
        for (var i = 0; i < compositionCount; i++)
        {
            compositions.Add((Next(), Next()), Next());
        }

        return new UnicodeData(classes, decompositions, compositions);
    }
}
