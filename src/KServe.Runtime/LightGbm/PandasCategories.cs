using System.Globalization;
using System.Text.Json;

namespace KServe.Runtime.LightGbm;

/// <summary>
/// Reads the last line of a model trained on a table of pandas: the categories of its columns, in order.
/// </summary>
internal static class PandasCategories
{
    private const string Key = "pandas_categorical:";

    /// <summary>Finds the line and reads it.</summary>
    /// <returns>One array per column of categories; a category's place is its code. Empty when there is no
    /// line.</returns>
    public static IReadOnlyList<string[]> Read(TextLines lines)
    {
        while (!lines.IsAtEnd)
        {
            var line = lines.ReadLine();
            if (line.StartsWith(Key, StringComparison.Ordinal))
            {
                return Parse(line[Key.Length..]);
            }
        }

        return [];
    }

    private static List<string[]> Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var columns = new List<string[]>();
        if (document.RootElement.ValueKind == JsonValueKind.Null)
        {
            return columns;
        }

        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException("pandas_categorical is no list of lists");
        }

        foreach (var column in document.RootElement.EnumerateArray())
        {
            if (column.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException("pandas_categorical is no list of lists");
            }

            var categories = new List<string>();
            foreach (var category in column.EnumerateArray())
            {
                categories.Add(Name(category));
            }

            columns.Add([.. categories]);
        }

        return columns;
    }

    private static string Name(JsonElement category) => category.ValueKind switch
    {
        JsonValueKind.String => category.GetString()!,
        JsonValueKind.Number => category.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => category.ToString(),
    };
}
