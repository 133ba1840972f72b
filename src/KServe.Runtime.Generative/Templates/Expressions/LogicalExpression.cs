using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>The operators and, or.</summary>
internal sealed class LogicalExpression(int line, Expression left, Expression right, bool isAnd) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context)
    {
        var value = left.Evaluate(context);
        return PythonOperators.Truth(value) == isAnd ? right.Evaluate(context) : value;
    }
}
