using System.Collections.Frozen;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Reads the words that a vectoriser leaves out.</summary>
internal static class StopWords
{
    private const string Resource = "KServe.Runtime.Sklearn.Preprocessing.Text.english-stop-words.txt";

    private static readonly Lazy<FrozenSet<string>> English = new(LoadEnglish);

    /// <summary>Reads <c>stop_words</c>: None, a list of words, or the name of the one list that has a name.</summary>
    public static FrozenSet<string>? Read(SklearnObject source)
    {
        switch (source.ValueOrNull("stop_words"))
        {
            case null:
                return null;
            case "english":
                return English.Value;
            case PickleSet set:
                return ToSet(source, set.Items);
            case not string and var value when PickleNumbers.ToList(value) is { } list:
                return ToSet(source, list);
            case NumpyArray { Shape.Length: 1 } array:
                return ToSet(source, array.ToTexts());
            default:
                throw source.Unexpected("stop_words", "'english', a list of texts or None");
        }
    }

    private static FrozenSet<string> ToSet(SklearnObject source, IReadOnlyList<object?> words) => words
        .Select(word => PickleTexts.ToText(word) ?? throw source.Unexpected("stop_words", "texts"))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Loads the list of the Glasgow Information Retrieval Group, as scikit-learn has it.</summary>
    private static FrozenSet<string> LoadEnglish()
    {
        using var stream = typeof(StopWords).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
