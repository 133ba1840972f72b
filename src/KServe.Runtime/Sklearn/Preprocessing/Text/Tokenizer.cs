using System.Collections.Frozen;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Finds the tokens of a text (<c>token_pattern</c>).</summary>
internal abstract class Tokenizer
{
    /// <summary>Reads the pattern: the usual ones are matched by hand, others by a translated expression.</summary>
    public static Tokenizer Read(SklearnObject source)
    {
        var pattern = source.ValueOrNull("token_pattern") as string
            ?? throw source.Unexpected("token_pattern", "a text");
        var plain = pattern.StartsWith("(?u)", StringComparison.Ordinal) ? pattern[4..] : pattern;
        return plain switch
        {
            @"\b\w\w+\b" or @"\w\w+" or @"\b\w{2,}\b" or @"\w{2,}" => new WordTokenizer(shortest: 2),
            @"\b\w+\b" or @"\w+" => new WordTokenizer(shortest: 1),
            @"\b\w\w\w+\b" or @"\b\w{3,}\b" => new WordTokenizer(shortest: 3),
            _ => PatternTokenizer.Create(source, pattern),
        };
    }

    /// <summary>Appends the tokens of a text but for stop words.</summary>
    public abstract void Split(string text, FrozenSet<string>? stopWords, TermBuffer buffer);

    protected static void Append(ReadOnlySpan<char> token, FrozenSet<string>? stopWords, TermBuffer buffer)
    {
        if (stopWords is null || !stopWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(token))
        {
            buffer.AppendToken(token);
        }
    }
}
