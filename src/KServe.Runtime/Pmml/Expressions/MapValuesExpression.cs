using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>A table that maps the values of fields to a value.</summary>
internal sealed class MapValuesExpression : Expression
{
    private readonly PmmlField[] _fields;

    // A trie: from the node of the values so far and the next value to the next node. Looking up allocates nothing.
    private readonly Dictionary<(int Node, PmmlValue Value), int> _steps = [];
    private readonly Dictionary<int, PmmlValue> _outputs = [];
    private readonly PmmlValue _mapMissingTo;
    private readonly PmmlValue _otherwise;
    private readonly PmmlType? _type;

    public MapValuesExpression(PmmlElement element, FieldScope scope)
    {
        PmmlElement[] pairs = [.. element.All("FieldColumnPair")];
        _fields = Array.ConvertAll(pairs, pair => scope.Require(pair));
        _type = PmmlType.Read(element);
        _mapMissingTo = element.Get("mapMissingTo") is { } missing ? Convert(element, missing) : default;
        _otherwise = element.Get("defaultValue") is { } other ? Convert(element, other) : default;
        if (pairs.Length == 0)
        {
            throw element.Error("has no <FieldColumnPair>");
        }

        var columns = Array.ConvertAll(pairs, static pair => LocalName(pair.Require("column")));
        var output = LocalName(element.Require("outputColumn"));
        foreach (var line in element.RequireChild("InlineTable").All("row"))
        {
            AddRow(line, columns, output);
        }
    }

    public override int Depth => 1 + _fields.Max(static key => key.Depth);

    public override PmmlType? Type => _type;

    public override PmmlValue Evaluate(PmmlRow row)
    {
        var node = 0;
        var isMatch = true;
        foreach (var field in _fields)
        {
            var value = row.Get(field.Slot);
            if (value.IsMissing)
            {
                return _mapMissingTo;
            }

            isMatch = isMatch && _steps.TryGetValue((node, value), out node);
        }

        return isMatch && _outputs.TryGetValue(node, out var output) ? output : _otherwise;
    }

    private void AddRow(PmmlElement line, string[] columns, string output)
    {
        if (line.Find(output) is not { } cell)
        {
            return;
        }

        var node = 0;
        for (var i = 0; i < columns.Length; i++)
        {
            if (line.Find(columns[i]) is not { } key
                || !_fields[i].Type.TryConvert(PmmlValue.FromText(key.Text), out var value))
            {
                return;
            }

            if (!_steps.TryGetValue((node, value), out var next))
            {
                _steps.Add((node, value), next = _steps.Count + 1);
            }

            node = next;
        }

        _outputs.TryAdd(node, Convert(cell, cell.Text));
    }

    private PmmlValue Convert(PmmlElement element, string text) =>
        _type is { } type ? type.Parse(element, text) : PmmlValue.FromText(text);

    private static string LocalName(string column) => column[(column.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
