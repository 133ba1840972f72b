using KServe.Runtime.Generative.Tokenization.Decoders;
using KServe.Runtime.Generative.Tokenization.PreTokenizers;

namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>Reads the field <c>decoder</c>.</summary>
internal static class DecoderReader
{
    private const int MostStripped = 1 << 16;

    /// <summary>Reads a decoder; where there is none, one that sets blanks between tokens.</summary>
    public static TokenDecoder Read(JsonField field) => field.IsNull ? TokenDecoders.Default : ReadOne(field);

    private static TokenDecoder ReadOne(JsonField field) => field["type"].Text() switch
    {
        "Sequence" => new SequenceDecoder([.. field["decoders"].Items().Select(ReadOne)]),
        "ByteLevel" => new ByteLevelDecoder(),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(streams: false),
        "Metaspace" => TokenDecoders.Metaspace(
            PreTokenizerReader.ReadReplacement(field),
            PreTokenizerReader.ReadScheme(field) != PrependScheme.Never),
        "WordPiece" => TokenDecoders.WordPiece(field["prefix"].Text("##"), field["cleanup"].Flag(true)),
        "BPEDecoder" => TokenDecoders.EndOfWord(field["suffix"].Text("</w>")),
        "CTC" => TokenDecoders.Ctc(
            field["pad_token"].Text("<pad>"),
            field["word_delimiter_token"].Text("|"),
            field["cleanup"].Flag(true)),
        "Strip" => new StripDecoder(
            field["content"].Text() is { Length: 1 } content
                ? content[0]
                : throw field["content"].Error("must be one character"),
            field["start"].Int(0, MostStripped),
            field["stop"].Int(0, MostStripped)),
        "Replace" => ReadReplace(field),
        var other => throw field["type"].Error($"names a decoder that is not supported: {other}"),
    };

    private static TokenDecoder ReadReplace(JsonField field)
    {
        var pattern = field["pattern"]["String"];
        return pattern.IsNull || pattern.Text().Length == 0
            ? throw field["pattern"].Error("must hold a String that is not empty; other patterns are not supported")
            : TokenDecoders.Replace(pattern.Text(), field["content"].Text());
    }
}
