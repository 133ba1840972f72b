namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>Reads <c>tokenizer.json</c>.</summary>
internal static class TokenizerReader
{
    private const int MostAdded = 1 << 20;
    private const int LongestAdded = 1024;

    /// <summary>Reads a tokenizer.</summary>
    public static TokenizerParts Read(JsonField root)
    {
        var model = ModelReader.Read(root["model"]);
        return new TokenizerParts
        {
            Model = model,
            Normalizer = NormalizerReader.Read(root["normalizer"]),
            PreTokenizer = PreTokenizerReader.Read(root["pre_tokenizer"]),
            PostProcessor = PostProcessorReader.Read(root["post_processor"]),
            Decoder = DecoderReader.Read(root["decoder"]),
            Added = root["added_tokens"].IsNull ? [] : ReadAdded(root["added_tokens"]),
            Truncation = root["truncation"].IsNull ? null : ReadTruncation(root["truncation"]),
            Padding = root["padding"].IsNull ? null : ReadPadding(root["padding"]),
        };
    }

    private static List<AddedToken> ReadAdded(JsonField field)
    {
        List<AddedToken> tokens = [];
        foreach (var item in field.Items())
        {
            if (tokens.Count == MostAdded)
            {
                throw field.Error($"has more than {MostAdded} entries");
            }

            var content = item["content"].Text();
            if (content.Length is 0 or > LongestAdded)
            {
                throw item["content"].Error($"must have 1 to {LongestAdded} characters");
            }

            var special = item["special"].Flag(false);
            tokens.Add(new AddedToken(item["id"].Int(0, VocabularyReader.MostTokens - 1), content)
            {
                SingleWord = item["single_word"].Flag(false),
                StripsLeft = item["lstrip"].Flag(false),
                StripsRight = item["rstrip"].Flag(false),
                Normalized = item["normalized"].Flag(!special),
                Special = special,
            });
        }

        return tokens;
    }

    private static TruncationOptions ReadTruncation(JsonField field) => new()
    {
        MaxLength = field["max_length"].Int(0, int.MaxValue),
        Stride = field["stride"].Int(0, int.MaxValue, 0),
        Strategy = field["strategy"].IsNull ? TruncationStrategy.LongestFirst : field["strategy"].Choice(
            ("LongestFirst", TruncationStrategy.LongestFirst),
            ("OnlyFirst", TruncationStrategy.OnlyFirst),
            ("OnlySecond", TruncationStrategy.OnlySecond)),
        Direction = ReadSide(field["direction"]),
    };

    private static PaddingOptions ReadPadding(JsonField field)
    {
        var strategy = field["strategy"];
        var isFixed = strategy.Element.ValueKind == System.Text.Json.JsonValueKind.Object;
        return new PaddingOptions
        {
            Length = isFixed ? strategy["Fixed"].Int(1, 1 << 24) : null,
            MultipleOf = field["pad_to_multiple_of"].Int(1, 1 << 24, 1),
            Direction = ReadSide(field["direction"]),
            PadId = field["pad_id"].Int(0, VocabularyReader.MostTokens, 0),
            PadTypeId = field["pad_type_id"].Int(0, 1 << 20, 0),
            PadToken = field["pad_token"].Text("[PAD]"),
        };
    }

    private static TextSide ReadSide(JsonField field) =>
        field.IsNull ? TextSide.Right : field.Choice(("Right", TextSide.Right), ("Left", TextSide.Left));
}
