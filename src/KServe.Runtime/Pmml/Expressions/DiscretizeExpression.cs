using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>The value of the bin that a number falls into.</summary>
internal sealed class DiscretizeExpression : Expression
{
    private readonly PmmlField _field;
    private readonly (Interval Interval, PmmlValue Value)[] _bins;
    private readonly PmmlValue _mapMissingTo;
    private readonly PmmlValue _otherwise;
    private readonly PmmlType? _type;

    public DiscretizeExpression(PmmlElement element, PmmlField field)
    {
        _field = field;
        _type = PmmlType.Read(element);
        _mapMissingTo = ReadValue(element, "mapMissingTo");
        _otherwise = ReadValue(element, "defaultValue");
        _bins = [.. element.All("DiscretizeBin").Select(bin =>
            (Interval.Read(bin.RequireChild("Interval")), Convert(bin, bin.Require("binValue"))))];
    }

    public override int Depth => _field.Depth + 1;

    public override PmmlType? Type => _type;

    public override PmmlValue Evaluate(PmmlRow row)
    {
        var value = row.Get(_field.Slot);
        if (value.IsMissing)
        {
            return _mapMissingTo;
        }

        var number = value.ToNumber();
        foreach (var (interval, bin) in _bins)
        {
            if (interval.Contains(number))
            {
                return bin;
            }
        }

        return _otherwise;
    }

    private PmmlValue ReadValue(PmmlElement element, string attribute) =>
        element.Get(attribute) is { } text ? Convert(element, text) : default;

    private PmmlValue Convert(PmmlElement element, string text) =>
        _type is { } type ? type.Parse(element, text) : PmmlValue.FromText(text);
}
