using KServe.Runtime.Generative.Tokenization.Decoders;
using KServe.Runtime.Generative.Tokenization.Models;
using KServe.Runtime.Generative.Tokenization.Normalizers;
using KServe.Runtime.Generative.Tokenization.PreTokenizers;
using KServe.Runtime.Generative.Tokenization.Reading;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Makes the parts of T5's and XLM-R's tokenizers of the vocabularies in GGUF files.</summary>
internal static class GgufUnigram
{
    private const string Space = "\u2581";
    private const int NormalType = 1;
    private const int UnknownType = 2;

    /// <summary>Gets the tokens by their scores.</summary>
    /// <remarks>Tokens that no text spells have scores that say nothing, and are left out of the search.</remarks>
    public static UnigramModel CreateModel(TokenizerVocabulary source, IReadOnlyList<float> scores)
    {
        var tokens = new string[source.Tokens.Count];
        var known = new double[tokens.Length];
        var highest = double.NegativeInfinity;
        int? unknown = source.UnknownId;
        for (var i = 0; i < tokens.Length; i++)
        {
            var type = source.Types?[i] ?? NormalType;
            unknown ??= type == UnknownType ? i : null;
            tokens[i] = type == NormalType ? source.Tokens[i] : "";
            known[i] = scores[i];
            highest = type == NormalType ? Math.Max(highest, known[i]) : highest;
        }

        for (var i = 0; i < tokens.Length; i++)
        {
            known[i] = tokens[i].Length == 0 ? highest : known[i];
        }

        return new UnigramModel(Vocabulary.FromList(source.Tokens), tokens, known, unknown, byteFallback: false);
    }

    /// <summary>Gets the map of characters in the file; <see langword="null"/> where there is none.</summary>
    public static Normalizer? CreateNormalizer(TokenizerVocabulary source, Func<string, InferenceException> error) =>
        source.CharacterMap is { Length: > 0 } map ? NormalizerReader.ReadMap(map, error) : null;

    /// <summary>Gets what cuts the text into words, each with a visible blank in front.</summary>
    public static PreTokenizer CreatePreTokenizer(TokenizerVocabulary source)
    {
        var prefixes = source.AddSpacePrefix ?? true;
        var words = new MetaspacePreTokenizer(
            Space, prefixes ? PrependScheme.Always : PrependScheme.Never, split: true);
        return source.RemovesExtraBlanks == true && prefixes
            ? new SequencePreTokenizer([
                new SplitPreTokenizer(new CharacterPattern(CodePoints.IsWhiteSpace), SplitBehavior.Removed), words,
            ])
            : words;
    }

    public static TokenDecoder CreateDecoder(TokenizerVocabulary source) =>
        TokenDecoders.Metaspace(Space, source.AddSpacePrefix ?? true);
}
