using System.Globalization;
using KServe.Runtime.Generative.Tokenization.PreTokenizers;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>Reads the field <c>pre_tokenizer</c>.</summary>
internal static class PreTokenizerReader
{
    /// <summary>Reads a pre-tokenizer; null where there is none.</summary>
    public static PreTokenizer? Read(JsonField field) => field.IsNull ? null : field["type"].Text() switch
    {
        "Sequence" => new SequencePreTokenizer(
            [.. field["pretokenizers"].Items().Select(Read).OfType<PreTokenizer>()]),
        "ByteLevel" => new ByteLevelPreTokenizer(
            field["add_prefix_space"].Flag(true),
            field["use_regex"].Flag(true)),
        "Split" => new SplitPreTokenizer(
            PatternReader.Read(field["pattern"]),
            ReadBehavior(field["behavior"]),
            field["invert"].Flag(false)),
        "Metaspace" => ReadMetaspace(field),
        "Whitespace" => new SequencePreTokenizer([
            Split(CodePoints.IsWhiteSpace, SplitBehavior.Removed),
            Split(CodePoints.IsWord, SplitBehavior.Contiguous),
        ]),
        "WhitespaceSplit" => Split(CodePoints.IsWhiteSpace, SplitBehavior.Removed),
        "Punctuation" => Split(
            CodePoints.IsWidePunctuation,
            field["behavior"].IsNull ? SplitBehavior.Isolated : ReadBehavior(field["behavior"])),
        "Digits" => Split(
            CodePoints.IsNumber,
            field["individual_digits"].Flag(false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "BertPreTokenizer" => new SequencePreTokenizer([
            Split(CodePoints.IsWhiteSpace, SplitBehavior.Removed),
            Split(CodePoints.IsWidePunctuation, SplitBehavior.Isolated),
        ]),
        "CharDelimiterSplit" => new SplitPreTokenizer(
            new LiteralPattern(field["delimiter"].Text()),
            SplitBehavior.Removed),
        var other => throw field["type"].Error($"names a pre-tokenizer that is not supported: {other}"),
    };

    /// <summary>Reads which words get a mark in front of them.</summary>
    public static PrependScheme ReadScheme(JsonField field)
    {
        var scheme = field["prepend_scheme"];
        if (scheme.IsNull)
        {
            // files from before the scheme was written say it so
            return field["add_prefix_space"].Flag(true) ? PrependScheme.Always : PrependScheme.Never;
        }

        return scheme.Choice(
            ("always", PrependScheme.Always),
            ("first", PrependScheme.First),
            ("never", PrependScheme.Never));
    }

    /// <summary>Reads the character that stands for a blank.</summary>
    public static string ReadReplacement(JsonField field)
    {
        var text = field["replacement"].Text("\u2581");
        return new StringInfo(text).LengthInTextElements == 1 && CodePoints.Count(text) == 1
            ? text
            : throw field["replacement"].Error("must be one character");
    }

    private static MetaspacePreTokenizer ReadMetaspace(JsonField field) =>
        new(ReadReplacement(field), ReadScheme(field), field["split"].Flag(true));

    private static SplitBehavior ReadBehavior(JsonField field) => field.Choice(
        ("Isolated", SplitBehavior.Isolated),
        ("Removed", SplitBehavior.Removed),
        ("MergedWithPrevious", SplitBehavior.MergedWithPrevious),
        ("MergedWithNext", SplitBehavior.MergedWithNext),
        ("Contiguous", SplitBehavior.Contiguous));

    private static SplitPreTokenizer Split(Func<int, bool> isMatch, SplitBehavior behavior) =>
        new(new CharacterPattern(isMatch), behavior);
}
