using KServe.Runtime.Generative.Tokenization.PostProcessing;

namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>Reads the field <c>post_processor</c>.</summary>
internal static class PostProcessorReader
{
    private const int MostPieces = 1024;
    private const int HighestType = 1 << 20;

    /// <summary>Reads a post-processor; where there is none, one that does nothing.</summary>
    public static PostProcessor Read(JsonField field) =>
        field.IsNull ? new PostProcessor() : Read(field, new PostProcessor());

    private static PostProcessor Read(JsonField field, PostProcessor before) => field["type"].Text() switch
    {
        "Sequence" => field["processors"].Items().Aggregate(before, (result, item) => Read(item, result)),
        "ByteLevel" => !field["trim_offsets"].Flag(true) ? before : before with
        {
            TrimsOffsets = true,
            HasPrefixSpace = field["add_prefix_space"].Flag(true),
        },
        "TemplateProcessing" => ReadTemplate(field, before),
        "BertProcessing" => ReadFrame(field, before, [0, 1], doubleSeparator: false),
        "RobertaProcessing" => ReadFrame(field, before, [0, 0], doubleSeparator: true) with
        {
            TypeId = 0,
            TrimsOffsets = field["trim_offsets"].Flag(true),
            HasPrefixSpace = field["add_prefix_space"].Flag(true),
        },
        var other => throw field["type"].Error($"names a post-processor that is not supported: {other}"),
    };

    private static PostProcessor ReadFrame(JsonField field, PostProcessor before, int[] types, bool doubleSeparator)
    {
        CheckFirst(field, before);
        var start = ReadToken(field["cls"], types[0]);
        var firstEnd = ReadToken(field["sep"], types[0]);
        var secondEnd = firstEnd with { TypeId = types[1] };
        TemplatePiece[] pair = doubleSeparator
            ? [start, Sequence(0, types[0]), firstEnd, firstEnd, Sequence(1, types[1]), secondEnd]
            : [start, Sequence(0, types[0]), firstEnd, Sequence(1, types[1]), secondEnd];
        return before with { Single = [start, Sequence(0, types[0]), firstEnd], Pair = pair };
    }

    private static TemplatePiece Sequence(int index, int type) => new(index, [], [], type);

    private static TemplatePiece ReadToken(JsonField field, int type)
    {
        if (field.IsNull || field.Items().Count() != 2)
        {
            throw field.Error("must be a token and its id");
        }

        var items = field.Items().ToArray();
        return new TemplatePiece(-1, [items[1].Int(0, VocabularyReader.MostTokens)], [items[0].Text()], type);
    }

    private static PostProcessor ReadTemplate(JsonField field, PostProcessor before)
    {
        CheckFirst(field, before);
        var special = new Dictionary<string, (int[] Ids, string[] Tokens)>(StringComparer.Ordinal);
        if (!field["special_tokens"].IsNull)
        {
            foreach (var (name, value) in field["special_tokens"].Members())
            {
                int[] ids = [.. value["ids"].Items().Select(item => item.Int(0, VocabularyReader.MostTokens))];
                string[] tokens = [.. value["tokens"].Items().Select(item => item.Text())];
                special[name] = ids.Length == tokens.Length && ids.Length <= MostPieces
                    ? (ids, tokens)
                    : throw value.Error("must have as many ids as tokens");
            }
        }

        return before with
        {
            Single = ReadPieces(field["single"], special, isPair: false),
            Pair = ReadPieces(field["pair"], special, isPair: true),
        };
    }

    private static TemplatePiece[] ReadPieces(
        JsonField field,
        Dictionary<string, (int[] Ids, string[] Tokens)> special,
        bool isPair)
    {
        List<TemplatePiece> pieces = [];
        foreach (var item in field.Items())
        {
            if (pieces.Count == MostPieces)
            {
                throw field.Error($"has more than {MostPieces} parts");
            }

            pieces.Add(item["Sequence"].IsNull
                ? ReadSpecial(item["SpecialToken"], special)
                : new TemplatePiece(
                    item["Sequence"]["id"].Choice(("A", 0), ("B", isPair ? 1 : -1)) is var sequence and >= 0
                        ? sequence
                        : throw item.Error("names a second text in the template of one"),
                    [],
                    [],
                    item["Sequence"]["type_id"].Int(0, HighestType, 0)));
        }

        return [.. pieces];
    }

    private static TemplatePiece ReadSpecial(
        JsonField field,
        Dictionary<string, (int[] Ids, string[] Tokens)> special) =>
        special.TryGetValue(field["id"].Text(), out var token)
            ? new TemplatePiece(-1, token.Ids, token.Tokens, field["type_id"].Int(0, HighestType, 0))
            : throw field["id"].Error("names no entry of special_tokens");

    private static void CheckFirst(JsonField field, PostProcessor before)
    {
        if (before.Single is not null)
        {
            throw field.Error("is a second template, which is not supported");
        }
    }
}
