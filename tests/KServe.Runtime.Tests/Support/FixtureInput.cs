using System.Text.Json;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Support;

/// <summary>What to feed to a model: a matrix, a frame or texts.</summary>
internal sealed class FixtureInput(JsonElement json)
{
    public JsonElement Json { get; } = json;

    public string Kind => Json.GetProperty("kind").GetString()!;

    public string? DataType => Json.TryGetProperty("dtype", out var type) ? type.GetString() : null;

    public int RowCount => Json.GetProperty("shape")[0].GetInt32();

    /// <summary>Reads the rows: FP32 matrices as <see cref="float"/>, any other numbers as <see cref="double"/>.</summary>
    public Table ToTable() => Kind switch
    {
        "matrix" => ReadMatrix(),
        "frame" => ReadFrame(),
        "text" => Table.FromColumns(RowCount, new TableColumn("text", ReadTexts(Json.GetProperty("data")))),
        _ => throw new InvalidDataException($"input of kind {Kind}"),
    };

    public static double ReadNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Null => double.NaN,
        _ => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => throw new InvalidDataException($"the number {text}"),
        },
    };

    private static string?[] ReadTexts(JsonElement values) =>
        [.. values.EnumerateArray().Select(static value => value.GetString())];

    private Table ReadMatrix()
    {
        var columns = Json.GetProperty("shape")[1].GetInt32();
        double[] values = [.. Json.GetProperty("data").EnumerateArray()
            .SelectMany(static row => row.EnumerateArray().Select(ReadNumber))];
        return DataType == "float32"
            ? Table.FromMatrix(Array.ConvertAll(values, static value => (float)value), RowCount, columns)
            : Table.FromMatrix(values, RowCount, columns);
    }

    private Table ReadFrame()
    {
        JsonElement[][] rows = [.. Json.GetProperty("data").EnumerateArray()
            .Select(static row => row.EnumerateArray().ToArray())];
        TableColumn[] columns = [.. Json.GetProperty("columns").EnumerateArray().Select((column, index) =>
        {
            var name = column.GetProperty("name").GetString()!;
            var type = column.GetProperty("dtype").GetString()!;
            return type == "string"
                ? new TableColumn(name, [.. rows.Select(row => row[index].GetString())])
                : new TableColumn(
                    name,
                    [.. rows.Select(row => ReadNumber(row[index]))],
                    type == "bool" ? TableColumnKind.Boolean : TableColumnKind.Number);
        })];
        return Table.FromColumns(rows.Length, columns);
    }
}
