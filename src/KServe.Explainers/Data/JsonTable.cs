using System.Text.Json;

namespace KServe.Explainers;

/// <summary>Reads a table from JSON: rows, objects, or columns with data.</summary>
internal static class JsonTable
{
    private const int MaxDepth = 8;

    /// <exception cref="InvalidDataException">The text is no such table.</exception>
    public static FeatureTable Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"line {error.LineNumber + 1}: the text is not JSON", error);
        }
        catch (InvalidOperationException error)
        {
            // A text with half a surrogate pair is JSON and no string.
            throw new InvalidDataException("a text is not Unicode", error);
        }
    }

    private static FeatureTable Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.GetArrayLength() > 0 && root[0].ValueKind == JsonValueKind.Object
                ? ReadObjects(root)
                : ReadRows(root, names: null);
        }

        return root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("columns", out var columns) && columns.ValueKind == JsonValueKind.Array
            && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
                ? ReadRows(data, [.. columns.EnumerateArray().Select(GetText)])
                : throw new InvalidDataException(
                    "a list of rows, a list of objects, or an object with the lists columns and data was expected");
    }

    private static FeatureTable ReadRows(JsonElement rows, string[]? names)
    {
        var first = rows.GetArrayLength() == 0 ? default : rows[0];
        var width = names?.Length ?? (first.ValueKind == JsonValueKind.Array ? first.GetArrayLength() : 0);
        FeatureTableReader.RequireCells((long)rows.GetArrayLength() * width);
        var columns = NewColumns(names ?? [.. Enumerable.Range(0, width).Select(static c => $"f{c}")]);
        var row = 0;
        foreach (var cells in rows.EnumerateArray())
        {
            if (cells.ValueKind != JsonValueKind.Array || cells.GetArrayLength() != width)
            {
                throw new InvalidDataException($"row {row}: a list of {width} cells was expected");
            }

            var c = 0;
            foreach (var cell in cells.EnumerateArray())
            {
                Add(columns[c++], cell);
            }

            row++;
        }

        var table = FeatureTable.FromColumns([.. columns.Select(static column => column.Build())]);
        return names is not null
            ? table
            : new FeatureTable(
                table.RowCount,
                width,
                table.Values.ToArray(),
                columnNames: null,
                [.. Enumerable.Range(0, width).Select(table.GetLabels)]);
    }

    private static FeatureTable ReadObjects(JsonElement rows)
    {
        string[] names = [.. rows[0].EnumerateObject().Select(static property => property.Name)];
        FeatureTableReader.RequireCells((long)rows.GetArrayLength() * names.Length);
        var columns = NewColumns(names);
        var row = 0;
        foreach (var cells in rows.EnumerateArray())
        {
            for (var c = 0; c < names.Length; c++)
            {
                if (cells.ValueKind != JsonValueKind.Object || !cells.TryGetProperty(names[c], out var cell))
                {
                    throw new InvalidDataException($"row {row}: an object with '{names[c]}' was expected");
                }

                Add(columns[c], cell);
            }

            row++;
        }

        return FeatureTable.FromColumns([.. columns.Select(static column => column.Build())]);
    }

    private static ColumnBuilder[] NewColumns(string[] names) =>
        names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? Array.ConvertAll(names, static name => new ColumnBuilder(name))
            : throw new InvalidDataException("a column is there twice");

    private static void Add(ColumnBuilder column, JsonElement cell)
    {
        switch (cell.ValueKind)
        {
            case JsonValueKind.Null:
                column.AddMissing();
                break;
            case JsonValueKind.String:
                column.Add(cell.GetString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                column.Add(cell.GetBoolean() ? "1" : "0");
                break;
            case JsonValueKind.Number:
                column.Add(cell.GetRawText());
                break;
            default:
                throw new InvalidDataException("a cell is a number, a text, a Boolean or null");
        }
    }

    private static string GetText(JsonElement name) => name.ValueKind == JsonValueKind.String
        ? name.GetString()!
        : throw new InvalidDataException("the names of columns are texts");
}
