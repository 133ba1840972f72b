using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Cuts a text into n-grams of words or characters.</summary>
internal abstract class NgramCutter(int shortest, int longest)
{
    private const int MaxLength = 1000;

    protected int Shortest { get; } = shortest;

    protected int Longest { get; } = longest;

    /// <summary>Reads <c>analyzer</c> and <c>ngram_range</c>.</summary>
    public static NgramCutter Read(SklearnObject source)
    {
        var (shortest, longest) = ReadRange(source);
        return source.ValueOrNull("analyzer") switch
        {
            null or "word" => new WordCutter(Tokenizer.Read(source), StopWords.Read(source), shortest, longest),
            "char" => new CharacterCutter(shortest, longest),
            "char_wb" => new BoundedCharacterCutter(shortest, longest),
            _ => throw source.Invalid("analyzer must be 'word', 'char' or 'char_wb', not a function"),
        };
    }

    public abstract void Cut(string text, TermBuffer buffer, TermSink sink);

    private static (int Shortest, int Longest) ReadRange(SklearnObject source)
    {
        if (!source.Has("ngram_range"))
        {
            return (1, 1);
        }

        var range = source.List("ngram_range");
        return range.Count == 2
            && PickleNumbers.ToInteger(range[0]) is { } shortest
            && PickleNumbers.ToInteger(range[1]) is { } longest
            && shortest >= 1 && shortest <= longest && longest <= MaxLength
                ? ((int)shortest, (int)longest)
                : throw source.Unexpected("ngram_range", $"two lengths of 1 to {MaxLength}");
    }
}
