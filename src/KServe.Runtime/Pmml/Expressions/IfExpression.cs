using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>One of two values; the other one is not evaluated.</summary>
internal sealed class IfExpression(
    Expression condition,
    Expression whenTrue,
    Expression? whenFalse,
    PmmlValue mapMissingTo,
    PmmlValue otherwise) : Expression
{
    private readonly int _depth = 1 + Math.Max(condition.Depth, Math.Max(whenTrue.Depth, whenFalse?.Depth ?? 0));

    public override int Depth => _depth;

    public override PmmlType? Type => whenTrue.Type ?? whenFalse?.Type;

    public override PmmlValue Evaluate(PmmlRow row)
    {
        var truth = new PmmlType(PmmlDataType.Boolean).Convert(condition.Evaluate(row));
        var value = truth.IsMissing
            ? PmmlValue.Missing
            : truth.Number != 0
                ? whenTrue.Evaluate(row)
                : whenFalse?.Evaluate(row) ?? PmmlValue.Missing;
        return !value.IsMissing ? value : !mapMissingTo.IsMissing ? mapMissingTo : otherwise;
    }
}
