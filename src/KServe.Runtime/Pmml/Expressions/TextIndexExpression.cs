using System.Text.RegularExpressions;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Functions;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>How often a term occurs in a text.</summary>
/// <remarks>
/// Terms are compared word by word; spelling distances and normalisation tables are refused. Where hits are exact,
/// every
/// hit is a best one, so that <c>countHits</c> makes no difference.
/// </remarks>
internal sealed class TextIndexExpression : Expression
{
    private readonly PmmlField _text;
    private readonly Expression _term;
    private readonly TermWeight _weight;
    private readonly StringComparison _comparison;
    private readonly Regex? _separator;

    public TextIndexExpression(PmmlElement element, PmmlField text, Expression term)
    {
        _text = text;
        _term = term;
        _weight = element.Get("localTermWeights") switch
        {
            null or "termFrequency" => TermWeight.Frequency,
            "binary" => TermWeight.Binary,
            "logarithmic" => TermWeight.Logarithmic,
            "augmentedNormalizedTermFrequency" => TermWeight.Augmented,
            _ => throw element.Unknown("localTermWeights"),
        };
        _comparison = element.GetFlag("isCaseSensitive", otherwise: false)
            ? StringComparison.Ordinal
            : StringComparison.OrdinalIgnoreCase;
        _separator = element.GetFlag("tokenize", otherwise: true)
            ? TextFunctions.CreateRegex(element.Get("wordSeparatorCharacterRE") ?? @"\s+")
            : null;
        if (element.GetInteger("maxLevenshteinDistance", 0) != 0 || element.Find("TextIndexNormalization") is not null)
        {
            throw element.Error("compares words by distance or after normalisation, which is not supported");
        }
    }

    public override int Depth => 1 + Math.Max(_text.Depth, _term.Depth);

    public override PmmlType? Type => PmmlType.Double;

    public override PmmlValue Evaluate(PmmlRow row)
    {
        var text = row.Get(_text.Slot);
        var term = _term.Evaluate(row);
        if (text.IsMissing || term.IsMissing)
        {
            return default;
        }

        var words = Split(text.ToString());
        var count = Count(words, Split(term.ToString()));
        return PmmlValue.FromReal(_weight switch
        {
            TermWeight.Binary => count > 0 ? 1 : 0,
            TermWeight.Logarithmic => Math.Log10(1 + count),
            TermWeight.Augmented when count > 0 => 0.5 * (1 + (double)count / CountMostFrequent(words)),
            _ => count,
        });
    }

    private string[] Split(string text) => _separator is null
        ? text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        : [.. _separator.Split(text).Select(Trim).Where(static word => word.Length > 0)];

    // Punctuation at the ends of a word is no part of it, as the specification's tokenisation says.
    private static string Trim(string word) =>
        word.Trim('.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '{', '}', '"', '\'');

    private int Count(string[] words, string[] term)
    {
        if (term.Length == 0)
        {
            return 0;
        }

        var count = 0;
        for (var i = 0; i + term.Length <= words.Length; i++)
        {
            var at = 0;
            while (at < term.Length && string.Equals(words[i + at], term[at], _comparison))
            {
                at++;
            }

            if (at == term.Length)
            {
                count++;
            }
        }

        return count;
    }

    private int CountMostFrequent(string[] words) => words
        .GroupBy(static word => word, StringComparer.FromComparison(_comparison))
        .Max(static group => group.Count());
}
