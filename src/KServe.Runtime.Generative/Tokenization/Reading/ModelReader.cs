using KServe.Runtime.Generative.Tokenization.Models;

namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>Reads the field <c>model</c>.</summary>
internal static class ModelReader
{
    private const int MostWordCharacters = 1 << 16;

    /// <summary>Reads a model.</summary>
    public static TokenizerModel Read(JsonField field)
    {
        if (field.IsNull)
        {
            throw field.Error("is missing");
        }

        return FindType(field) switch
        {
            "BPE" => ReadBpe(field),
            "Unigram" => ReadUnigram(field),
            "WordPiece" => ReadWordPiece(field),
            "WordLevel" => ReadWordLevel(field),
            var other => throw field["type"].Error($"names a model that is not supported: {other}"),
        };
    }

    /// <summary>Makes the table of merges.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">The pairs, the first merged first.</param>
    /// <param name="prefixLength">How much of a right token is left out of the result.</param>
    /// <param name="error">Makes the error of an entry.</param>
    public static Dictionary<ulong, (int Rank, int Id)> MakeMerges(
        Vocabulary vocabulary,
        List<(string Left, string Right)> merges,
        int prefixLength,
        Func<int, string, InferenceException> error)
    {
        var table = new Dictionary<ulong, (int, int)>(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right) = merges[rank];
            if (!vocabulary.TryGetId(left, out var leftId))
            {
                throw error(rank, $"names the token '{Shorten(left)}', which is not in the vocabulary");
            }

            if (!vocabulary.TryGetId(right, out var rightId))
            {
                throw error(rank, $"names the token '{Shorten(right)}', which is not in the vocabulary");
            }

            var merged = string.Concat(left, right.AsSpan(Math.Min(prefixLength, right.Length)));
            if (!vocabulary.TryGetId(merged, out var id))
            {
                throw error(rank, $"makes the token '{Shorten(merged)}', which is not in the vocabulary");
            }

            table[BpeRule.Key(leftId, rightId)] = (rank, id);
        }

        return table;
    }

    // Old files name no type; the fields then say which it is.
    private static string FindType(JsonField field) =>
        !field["type"].IsNull ? field["type"].Text()
        : !field["merges"].IsNull ? "BPE"
        : !field["unk_id"].IsNull ? "Unigram"
        : !field["continuing_subword_prefix"].IsNull ? "WordPiece"
        : "WordLevel";

    private static BpeModel ReadBpe(JsonField field)
    {
        var vocabulary = VocabularyReader.ReadMap(field["vocab"]);
        var options = new BpeOptions
        {
            UnknownId = FindToken(field["unk_token"], vocabulary),
            FuseUnknown = field["fuse_unk"].Flag(false),
            ByteFallback = field["byte_fallback"].Flag(false),
            IgnoreMerges = field["ignore_merges"].Flag(false),
            ContinuingPrefix = field["continuing_subword_prefix"].Text(""),
            EndOfWordSuffix = field["end_of_word_suffix"].Text(""),
        };
        var merges = field["merges"];
        var table = MakeMerges(
            vocabulary,
            merges.IsNull ? [] : VocabularyReader.ReadMerges(merges),
            options.ContinuingPrefix.Length,
            (index, reason) => (merges with { Path = $"{merges.Path}[{index}]" }).Error(reason));
        return new BpeModel(vocabulary, table, options);
    }

    private static UnigramModel ReadUnigram(JsonField field)
    {
        var (tokens, scores) = VocabularyReader.ReadScored(field["vocab"]);
        if (tokens.Count == 0)
        {
            throw field["vocab"].Error("must have a token");
        }

        int? unknown = field["unk_id"].IsNull ? null : field["unk_id"].Int(0, tokens.Count - 1);
        return new UnigramModel(
            Vocabulary.FromList(tokens),
            tokens,
            scores,
            unknown,
            field["byte_fallback"].Flag(false));
    }

    private static WordPieceModel ReadWordPiece(JsonField field)
    {
        var vocabulary = VocabularyReader.ReadMap(field["vocab"]);
        var unknown = FindToken(field["unk_token"], vocabulary);
        return new WordPieceModel(
            vocabulary,
            unknown ?? throw field["unk_token"].Error("must be a token of the vocabulary"),
            field["continuing_subword_prefix"].Text("##"),
            field["max_input_chars_per_word"].Int(1, MostWordCharacters, 100));
    }

    private static WordLevelModel ReadWordLevel(JsonField field)
    {
        var vocabulary = VocabularyReader.ReadMap(field["vocab"]);
        var unknown = field["unk_token"].Text("<unk>");
        return new WordLevelModel(vocabulary, vocabulary.TryGetId(unknown, out var id) ? id : null);
    }

    private static int? FindToken(JsonField field, Vocabulary vocabulary)
    {
        if (field.IsNull)
        {
            return null;
        }

        return vocabulary.TryGetId(field.Text(), out var id)
            ? id
            : throw field.Error("must be a token of the vocabulary");
    }

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "..." : text;
}
