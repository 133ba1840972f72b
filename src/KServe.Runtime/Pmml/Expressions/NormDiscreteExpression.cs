using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>1 when a field has a value, 0 when it has another.</summary>
internal sealed class NormDiscreteExpression(PmmlElement element, PmmlField source) : Expression
{
    private readonly PmmlValue _value = source.Type.Parse(element, element.Require("value"));
    private readonly double _mapMissingTo = element.GetNumber("mapMissingTo", double.NaN);

    public PmmlField Field => source;

    /// <summary>Gets the value that gives 1.</summary>
    public PmmlValue Value => _value;

    public override int Depth => source.Depth + 1;

    public override PmmlType? Type => PmmlType.Double;

    public override PmmlValue Evaluate(PmmlRow row)
    {
        var value = row.Get(source.Slot);
        return PmmlValue.FromReal(value.IsMissing ? _mapMissingTo : value.Equals(_value) ? 1 : 0);
    }
}
