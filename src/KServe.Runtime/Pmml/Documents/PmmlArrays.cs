using System.Text;

namespace KServe.Runtime.Pmml.Documents;

/// <summary>Reads the arrays of a document: dense, sparse, of numbers and of texts.</summary>
internal static class PmmlArrays
{
    /// <summary>The most elements that a sparse array may unfold to.</summary>
    private const int MaxSparseLength = 1 << 20;

    /// <summary>Tells whether an element is an array of any kind.</summary>
    public static bool IsArray(PmmlElement element) =>
        element.Name is "Array" or "REAL-SparseArray" or "INT-SparseArray" or "NUM-ARRAY" or "INT-ARRAY" or "REAL-ARRAY"
            or "STRING-ARRAY";

    /// <summary>Finds the first array among the children.</summary>
    public static PmmlElement? Find(PmmlElement parent)
    {
        foreach (var child in parent.Children)
        {
            if (IsArray(child))
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>Reads an array of numbers; a sparse one is unfolded.</summary>
    public static double[] ReadNumbers(PmmlElement array)
    {
        if (array.Name is "REAL-SparseArray" or "INT-SparseArray")
        {
            return ReadSparse(array);
        }

        var values = new List<double>();
        var text = array.Text.AsSpan();
        foreach (var range in new TokenRanges(array.Text))
        {
            values.Add(PmmlNumbers.TryParse(text[range], out var value)
                ? value
                : throw array.Error($"holds '{PmmlElement.Shorten(text[range].ToString())}', a number was expected"));
        }

        RequireCount(array, values.Count);
        return [.. values];
    }

    /// <summary>Reads an array of texts, quoted where they hold spaces.</summary>
    public static string[] ReadTexts(PmmlElement array)
    {
        var values = new List<string>();
        var text = array.Text;
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at >= text.Length)
            {
                break;
            }

            values.Add(text[at] == '"' ? ReadQuoted(array, text, ref at) : ReadBare(text, ref at));
        }

        RequireCount(array, values.Count);
        return [.. values];
    }

    private static string ReadBare(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private static string ReadQuoted(PmmlElement array, string text, ref int at)
    {
        var builder = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return builder.ToString();
            }

            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\')
            {
                at++;
            }

            builder.Append(text[at]);
        }

        throw array.Error("holds a quoted text that is not closed");
    }

    private static double[] ReadSparse(PmmlElement array)
    {
        var indices = array.Find("Indices") is { } places ? ReadNumbers(places) : [];
        var entries = (array.Find("REAL-Entries") ?? array.Find("INT-Entries")) is { } numbers
            ? ReadNumbers(numbers)
            : [];
        if (indices.Length != entries.Length)
        {
            throw array.Error($"has {indices.Length} indices for {entries.Length} entries");
        }

        var highest = indices.Length == 0 ? 0 : indices.Max();
        var length = array.GetNumber("n", highest);
        if (length is not (>= 0 and <= MaxSparseLength) || !(highest <= length))
        {
            throw array.Error($"has {length} elements, at least {highest} and at most {MaxSparseLength} were expected");
        }

        var values = new double[(int)length];
        Array.Fill(values, array.GetNumber("defaultValue", 0));
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] < 1 || indices[i] != Math.Floor(indices[i]))
            {
                throw array.Error($"has the index {indices[i]}, whole numbers from 1 were expected");
            }

            values[(int)indices[i] - 1] = entries[i];
        }

        return values;
    }

    private static void RequireCount(PmmlElement array, int count)
    {
        if (array.GetNumber("n") is { } declared && declared != count)
        {
            throw array.Error($"declares {declared} values and holds {count}");
        }
    }
}
