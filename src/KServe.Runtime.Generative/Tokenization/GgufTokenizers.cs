using KServe.Runtime.Generative.Tokenization.Decoders;
using KServe.Runtime.Generative.Tokenization.Models;
using KServe.Runtime.Generative.Tokenization.Normalizers;
using KServe.Runtime.Generative.Tokenization.PostProcessing;
using KServe.Runtime.Generative.Tokenization.PreTokenizers;
using KServe.Runtime.Generative.Tokenization.Reading;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Makes tokenizers of the vocabularies in GGUF files.</summary>
internal static class GgufTokenizers
{
    private const string Space = "\u2581";
    private const int UnknownType = 2;
    private const int ControlType = 3;
    private const int UserDefinedType = 4;
    private const int UnusedType = 5;
    private const int ByteType = 6;
    private const int LongestBertWord = 100;

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="source">The vocabulary.</param>
    /// <param name="file">The file's name, for errors.</param>
    /// <exception cref="InferenceException">The vocabulary makes no tokenizer.</exception>
    public static Tokenizer Create(TokenizerVocabulary source, string file)
    {
        Check(source, file);
        return new Tokenizer(source.Model switch
        {
            "gpt2" => CreateByteLevel(source, file),
            "llama" => CreateSentencePiece(source, file),
            "bert" => CreateWordPiece(source, file),
            "t5" => CreateUnigram(source, file),
            _ => throw Error(file, "model", $"names a tokenizer that is not supported: {source.Model}"),
        });
    }

    private static TokenizerParts CreateByteLevel(TokenizerVocabulary source, string file)
    {
        var vocabulary = Vocabulary.FromList(source.Tokens);
        var merges = new List<(string, string)>();
        foreach (var merge in source.Merges ?? throw Error(file, "merges", "is missing"))
        {
            // the first character may itself be a blank, the separator is the one behind it
            var blank = merge.IndexOf(' ', Math.Min(1, merge.Length));
            merges.Add(blank > 0
                ? (merge[..blank], merge[(blank + 1)..])
                : throw Error(file, $"merges[{merges.Count}]", "must be two tokens with a blank between them"));
        }

        var table = ModelReader.MakeMerges(
            vocabulary,
            merges,
            0,
            (index, reason) => Error(file, $"merges[{index}]", reason));
        var pre = GgufSplits.Find(source.Pre ?? "default")
            ?? throw Error(file, "pre", $"names a split that is not known: {source.Pre}");
        return new TokenizerParts
        {
            Model = new BpeModel(vocabulary, table, new BpeOptions { IgnoreMerges = pre.IgnoresMerges }),
            PreTokenizer = pre.PreTokenizer,
            PostProcessor = Frame(source, source.AddBos ?? pre.AddsBos, source.AddEos ?? false),
            Decoder = new ByteLevelDecoder(),
            Added = FindAdded(source, source.Tokens),
        };
    }

    private static TokenizerParts CreateSentencePiece(TokenizerVocabulary source, string file)
    {
        var scores = source.Scores ?? throw Error(file, "scores", "is missing");
        var mergeable = new bool[source.Tokens.Count];
        for (var i = 0; i < mergeable.Length; i++)
        {
            mergeable[i] = TypeOf(source, i) is not (UnknownType or ControlType or UnusedType or ByteType);
        }

        var prefixes = source.AddSpacePrefix ?? true;
        var replace = new ReplaceNormalizer(new LiteralPattern(" "), Space);
        TokenDecoder[] decoders =
        [
            TokenDecoders.Replace(Space, " "), new ByteFallbackDecoder(), new FuseDecoder(false),
        ];
        return new TokenizerParts
        {
            Model = new SentencePieceModel(
                Vocabulary.FromList(source.Tokens),
                [.. scores],
                mergeable,
                source.UnknownId ?? 0),
            Normalizer = prefixes ? new SequenceNormalizer([new PrependNormalizer(Space), replace]) : replace,
            PostProcessor = Frame(source, source.AddBos ?? true, source.AddEos ?? false),
            Decoder = new SequenceDecoder(prefixes ? [.. decoders, new StripDecoder(' ', 1, 0)] : decoders),
            Added = FindAdded(source, source.Tokens),
        };
    }

    private static TokenizerParts CreateUnigram(TokenizerVocabulary source, string file) => new()
    {
        Model = GgufUnigram.CreateModel(source, source.Scores ?? throw Error(file, "scores", "is missing")),
        Normalizer = GgufUnigram.CreateNormalizer(
            source, reason => Error(file, "precompiled_charsmap", reason)),
        PreTokenizer = GgufUnigram.CreatePreTokenizer(source),
        PostProcessor = Frame(source, source.AddBos ?? false, source.AddEos ?? true),
        Decoder = GgufUnigram.CreateDecoder(source),
        Added = FindAdded(source, source.Tokens),
    };

    // These files mark the begin of words instead of their going on.
    private static TokenizerParts CreateWordPiece(TokenizerVocabulary source, string file)
    {
        string[] tokens = [.. source.Tokens.Select((token, i) =>
            TypeOf(source, i) is ControlType or UnknownType or UnusedType ? token
            : token.StartsWith(Space, StringComparison.Ordinal) ? token[1..]
            : "##" + token)];
        var vocabulary = Vocabulary.FromList(tokens);
        var unknown = source.UnknownId ?? (vocabulary.TryGetId("[UNK]", out var id) ? id : null as int?);
        var start = source.BosId ?? (vocabulary.TryGetId("[CLS]", out var cls) ? cls : null as int?);
        var end = source.SeparatorId ?? source.EosId;
        if (unknown is null || start is null || end is null)
        {
            throw Error(file, "seperator_token_id", "is missing, or the tokens [CLS] and [UNK] are");
        }

        TemplatePiece Special(int token, int type) => new(-1, [token], [tokens[token]], type);
        return new TokenizerParts
        {
            Model = new WordPieceModel(vocabulary, unknown.Value, "##", LongestBertWord),
            Normalizer = new BertNormalizer(true, true, true, true),
            PreTokenizer = new SequencePreTokenizer([
                new SplitPreTokenizer(new CharacterPattern(CodePoints.IsWhiteSpace), SplitBehavior.Removed),
                new SplitPreTokenizer(new CharacterPattern(CodePoints.IsWidePunctuation), SplitBehavior.Isolated),
            ]),
            PostProcessor = new PostProcessor
            {
                Single = [Special(start.Value, 0), new(0, [], [], 0), Special(end.Value, 0)],
                Pair =
                [
                    Special(start.Value, 0), new(0, [], [], 0), Special(end.Value, 0),
                    new(1, [], [], 1), Special(end.Value, 1),
                ],
            },
            Decoder = TokenDecoders.WordPiece("##", cleanup: true),
            Added = FindAdded(source, tokens),
        };
    }

    private static PostProcessor Frame(TokenizerVocabulary source, bool addBos, bool addEos)
    {
        TemplatePiece[] Around(int sequence, int type)
        {
            List<TemplatePiece> pieces = [new(sequence, [], [], type)];
            if (addBos && source.BosId is { } bos)
            {
                pieces.Insert(0, new(-1, [bos], [source.Tokens[bos]], type));
            }

            if (addEos && source.EosId is { } eos)
            {
                pieces.Add(new(-1, [eos], [source.Tokens[eos]], type));
            }

            return [.. pieces];
        }

        // Encoders of RoBERTa's kind, which alone have both, set pairs apart by two ends.
        TemplatePiece[] pair = addBos && addEos && source is { BosId: not null, EosId: { } end }
            ? [.. Around(0, 0), new(-1, [end], [source.Tokens[end]], 0), .. Around(1, 0)[1..]]
            : [.. Around(0, 0), .. Around(1, 1)];
        return new PostProcessor { Single = Around(0, 0), Pair = pair };
    }

    private static List<AddedToken> FindAdded(TokenizerVocabulary source, IReadOnlyList<string> tokens)
    {
        List<AddedToken> added = [];
        for (var i = 0; i < tokens.Count; i++)
        {
            var type = TypeOf(source, i);
            if (type is ControlType or UserDefinedType or UnknownType && tokens[i].Length > 0)
            {
                added.Add(new AddedToken(i, tokens[i]) { Special = type != UserDefinedType });
            }
        }

        return added;
    }

    private static int TypeOf(TokenizerVocabulary source, int id) => source.Types?[id] ?? 1;

    private static void Check(TokenizerVocabulary source, string file)
    {
        var count = source.Tokens.Count;
        if (count is 0 or > VocabularyReader.MostTokens)
        {
            throw Error(file, "tokens", $"must have 1 to {VocabularyReader.MostTokens} entries");
        }

        if (source.Types is { } types && types.Count != count)
        {
            throw Error(file, "token_type", $"must have {count} entries, as many as there are tokens");
        }

        if (source.Scores is { } scores && (scores.Count != count || scores.Any(score => !float.IsFinite(score))))
        {
            throw Error(file, "scores", $"must have {count} finite numbers, as many as there are tokens");
        }

        foreach (var (name, id) in new[]
        {
            ("bos_token_id", source.BosId), ("eos_token_id", source.EosId),
            ("unknown_token_id", source.UnknownId), ("seperator_token_id", source.SeparatorId),
        })
        {
            if (id is { } value && (uint)value >= (uint)count)
            {
                throw Error(file, name, $"must be 0 to {count - 1}");
            }
        }
    }

    private static InferenceException Error(string file, string key, string reason) =>
        InferenceException.InvalidArgument($"{file}: tokenizer.ggml.{key} {reason}");
}
