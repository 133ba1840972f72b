using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Reads the columns of terms (<c>vocabulary_</c>).</summary>
internal static class Vocabulary
{
    /// <summary>Reads a dictionary of terms, whose columns must be 0 to its length, each once.</summary>
    public static Dictionary<string, int> Read(SklearnObject source)
    {
        if (source.Value("vocabulary_") is not PickleDictionary terms)
        {
            throw source.Unexpected("vocabulary_", "a dictionary of terms");
        }

        var vocabulary = new Dictionary<string, int>(terms.Count, StringComparer.Ordinal);
        var isTaken = new bool[terms.Count];
        foreach (var (key, value) in terms.Items)
        {
            if (PickleTexts.ToText(key) is not { } term || PickleNumbers.ToInteger(value) is not { } column
                || column < 0 || column >= isTaken.Length || isTaken[column])
            {
                throw source.Unexpected("vocabulary_", $"texts and the columns 0 to {isTaken.Length - 1}, each once");
            }

            isTaken[column] = true;
            vocabulary.Add(term, (int)column);
        }

        return vocabulary;
    }
}
