using System.Buffers.Binary;
using KServe.Runtime.Generative.Tokenization.Normalizers;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>Reads the field <c>normalizer</c>.</summary>
internal static class NormalizerReader
{
    /// <summary>Reads a normalizer; null where there is none.</summary>
    public static Normalizer? Read(JsonField field) => field.IsNull ? null : field["type"].Text() switch
    {
        "Sequence" => new SequenceNormalizer([.. field["normalizers"].Items().Select(Read).OfType<Normalizer>()]),
        "NFC" => new UnicodeNormalizer(NormalizationKind.Nfc),
        "NFD" => new UnicodeNormalizer(NormalizationKind.Nfd),
        "NFKC" => new UnicodeNormalizer(NormalizationKind.Nfkc),
        "NFKD" => new UnicodeNormalizer(NormalizationKind.Nfkd),
        "Lowercase" => new LowercaseNormalizer(),
        "StripAccents" => FilterNormalizer.StripAccents,
        "Nmt" => FilterNormalizer.Nmt,
        "Strip" => new StripNormalizer(field["strip_left"].Flag(true), field["strip_right"].Flag(true)),
        "Prepend" => new PrependNormalizer(field["prepend"].Text()),
        "Replace" => new ReplaceNormalizer(PatternReader.Read(field["pattern"]), field["content"].Text()),
        "Precompiled" => ReadPrecompiled(field["precompiled_charsmap"]),
        "BertNormalizer" => ReadBert(field),
        "ByteLevel" => throw field.Error("of type ByteLevel is not supported; use the pre-tokenizer ByteLevel"),
        var other => throw field["type"].Error($"names a normalizer that is not supported: {other}"),
    };

    private static BertNormalizer ReadBert(JsonField field)
    {
        var lowercase = field["lowercase"].Flag(true);
        return new BertNormalizer(
            field["clean_text"].Flag(true),
            field["handle_chinese_chars"].Flag(true),
            field["strip_accents"].Flag(lowercase),
            lowercase);
    }

    // Four bytes with the size of the trie in bytes, the trie, then texts that end in zero.
    private static Normalizer ReadPrecompiled(JsonField field)
    {
        var map = field.IsNull ? "" : field.Text();
        if (map.Length == 0)
        {
            return new SequenceNormalizer([]);
        }

        var bytes = new byte[((map.Length * 3L) / 4) + 4];
        if (!Convert.TryFromBase64String(map, bytes, out var count))
        {
            throw field.Error("must be base64");
        }

        return ReadMap(bytes.AsSpan(0, count), field.Error);
    }

    /// <summary>Reads the compiled map of a SentencePiece model.</summary>
    public static PrecompiledNormalizer ReadMap(ReadOnlySpan<byte> map, Func<string, InferenceException> error)
    {
        var size = map.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(map);
        if (size > map.Length - 4 || size % 4 != 0 || size == 0)
        {
            throw error("must hold the size of a trie, the trie and texts");
        }

        var units = new uint[size / 4];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(map[(4 + (4 * i))..]);
        }

        return new PrecompiledNormalizer(units, map[(4 + (int)size)..].ToArray());
    }
}
