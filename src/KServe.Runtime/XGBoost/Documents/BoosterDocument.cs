namespace KServe.Runtime.XGBoost.Documents;

/// <summary>Walks over a saved booster from front to back: JSON and UBJSON look the same from here.</summary>
/// <remarks>Every method throws <see cref="InvalidDataException"/> when something else stands in the file.</remarks>
internal abstract class BoosterDocument
{
    /// <summary>The deepest nesting; what XGBoost writes has less than 12 levels.</summary>
    protected const int MaxDepth = 64;

    /// <summary>The longest text, in bytes; the longest that XGBoost writes is an attribute.</summary>
    protected const int MaxTextLength = 16 * 1024 * 1024;

    /// <summary>Enters an object.</summary>
    public abstract void BeginObject();

    /// <summary>Moves to the next member of the object, or leaves it.</summary>
    /// <returns>The name, or <see langword="null"/> when the object ended.</returns>
    public abstract string? NextMember();

    /// <summary>Enters an array.</summary>
    public abstract void BeginArray();

    /// <summary>Moves to the next item of the array, or leaves it.</summary>
    public abstract bool NextItem();

    public abstract string ReadText();

    public abstract double ReadNumber();

    public abstract long ReadInteger();

    /// <summary>Reads an array of numbers, NaN and infinities included.</summary>
    public abstract void ReadSingles(List<float> values);

    /// <summary>Reads an array of integers; booleans count as 0 and 1.</summary>
    public abstract void ReadIntegers(List<int> values);

    /// <summary>Passes over any value.</summary>
    public abstract void SkipValue();

    /// <summary>Checks that nothing but blanks follows the document.</summary>
    public abstract void End();

    /// <summary>Reads an object of texts, as parameters and attributes are.</summary>
    public Dictionary<string, string> ReadTexts()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        BeginObject();
        while (NextMember() is { } name)
        {
            texts[name] = ReadText();
        }

        return texts;
    }

    /// <summary>Reads an array of texts.</summary>
    public List<string> ReadTextArray()
    {
        var texts = new List<string>();
        BeginArray();
        while (NextItem())
        {
            texts.Add(ReadText());
        }

        return texts;
    }
}
