using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>A field of the data dictionary: its type and which values are valid, invalid and missing.</summary>
internal sealed class DataField
{
    private readonly HashSet<PmmlValue> _valid = [];
    private readonly HashSet<PmmlValue> _invalid = [];
    private readonly HashSet<PmmlValue> _missing = [];
    private readonly HashSet<string> _missingTexts = new(StringComparer.Ordinal);
    private readonly List<Interval> _intervals = [];
    private readonly Dictionary<PmmlValue, string> _displayValues = [];

    private DataField(string name, PmmlType type, PmmlOpType opType)
    {
        Name = name;
        Type = type;
        OpType = opType;
    }

    public string Name { get; }

    public PmmlType Type { get; }

    public PmmlOpType OpType { get; }

    /// <summary>Gets the valid values in the order of the document; none when they are not listed.</summary>
    public List<PmmlValue> Values { get; } = [];

    public static DataField Read(PmmlElement element)
    {
        var opType = ReadOpType(element);
        var type = PmmlType.Read(element) ?? (opType == PmmlOpType.Continuous ? PmmlType.Double : PmmlType.Text);
        var field = new DataField(
            element.Require("name"),
            type,
            opType ?? (type.IsNumeric ? PmmlOpType.Continuous : PmmlOpType.Categorical));
        foreach (var child in element.Children)
        {
            if (child.Name == "Value")
            {
                field.AddValue(child);
            }
            else if (child.Name == "Interval")
            {
                field._intervals.Add(Interval.Read(child));
            }
        }

        return field;
    }

    public static PmmlOpType? ReadOpType(PmmlElement element) => element.Get("optype") switch
    {
        null => null,
        "categorical" => PmmlOpType.Categorical,
        "ordinal" => PmmlOpType.Ordinal,
        "continuous" => PmmlOpType.Continuous,
        _ => throw element.Unknown("optype"),
    };

    /// <summary>Gets how a value is shown to people.</summary>
    public string? FindDisplayValue(PmmlValue value) => _displayValues.GetValueOrDefault(value);

    /// <summary>Tells whether a value, as it came, is declared to be missing.</summary>
    public bool IsMissing(PmmlValue raw, PmmlValue converted) =>
        _missing.Contains(converted) || (raw.Kind == PmmlKind.Text && _missingTexts.Contains(raw.Text!));

    /// <summary>Tells whether a value of the field's type is valid.</summary>
    public bool IsValid(PmmlValue value)
    {
        if (_valid.Count > 0)
        {
            return _valid.Contains(value) || (_intervals.Count > 0 && IsInside(value));
        }

        return !_invalid.Contains(value) && (_intervals.Count == 0 || IsInside(value));
    }

    private bool IsInside(PmmlValue value)
    {
        foreach (var interval in _intervals)
        {
            if (interval.Contains(value.ToNumber()))
            {
                return true;
            }
        }

        return false;
    }

    private void AddValue(PmmlElement element)
    {
        var text = element.Require("value");
        var isRead = Type.TryConvert(PmmlValue.FromText(text), out var value);
        switch (element.Get("property"))
        {
            case null or "valid":
                value = isRead ? value : throw element.Error($"holds a value that is no {Type.DataType}");
                if (_valid.Add(value))
                {
                    Values.Add(value);
                }

                break;
            case "invalid":
                _invalid.Add(value);
                break;
            case "missing":
                _missingTexts.Add(text);
                if (isRead)
                {
                    _missing.Add(value);
                }

                break;
            default:
                throw element.Unknown("property");
        }

        if (element.Get("displayValue") is { } display)
        {
            _displayValues[value] = display;
        }
    }
}
