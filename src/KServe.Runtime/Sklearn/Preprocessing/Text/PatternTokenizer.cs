using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Finds tokens by a regular expression of the model.</summary>
internal sealed class PatternTokenizer : Tokenizer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly Regex _pattern;
    private readonly int _group;

    private PatternTokenizer(Regex pattern, int group)
    {
        _pattern = pattern;
        _group = group;
    }

    public static PatternTokenizer Create(SklearnObject source, string pattern)
    {
        try
        {
            var regex = new Regex(
                PythonPattern.Translate(pattern), RegexOptions.CultureInvariant, matchTimeout: Timeout);
            return regex.GetGroupNumbers().Length <= 2
                ? new PatternTokenizer(regex, regex.GetGroupNumbers().Length - 1)
                : throw source.Invalid("token_pattern has more than one group");
        }
        catch (ArgumentException)
        {
            throw source.Invalid("token_pattern is not understood");
        }
    }

    public override void Split(string text, FrozenSet<string>? stopWords, TermBuffer buffer)
    {
        try
        {
            var plain = PlaneText.Create(text);
            for (var match = _pattern.Match(plain.Text); match.Success; match = match.NextMatch())
            {
                var token = match.Groups[_group];
                Append(text.AsSpan(plain.GetRange(token.Index, token.Length)), stopWords, buffer);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw InferenceException.InvalidArgument(
                "a text takes the model's token_pattern more than a second to match");
        }
    }
}
