using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>The value of a field.</summary>
internal sealed class FieldExpression(PmmlField source, PmmlValue mapMissingTo) : Expression
{
    public PmmlField Field => source;

    public override int Depth => source.Depth + 1;

    public override PmmlType? Type => source.Type;

    public override PmmlValue Evaluate(PmmlRow row)
    {
        var value = row.Get(source.Slot);
        return value.IsMissing ? mapMissingTo : value;
    }
}
