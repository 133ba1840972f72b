using KServe.Runtime.Pmml.Expressions;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>A slot that an expression computes.</summary>
internal sealed class DerivedSource(PmmlType type, Expression expression) : FieldSource
{
    public override PmmlValue Compute(PmmlRow row) => type.Cast(expression.Evaluate(row));
}
