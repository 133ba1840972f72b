using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>One of two values.</summary>
internal sealed class ConditionalExpression(int line, Expression condition, Expression value, Expression? other)
    : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context) =>
        PythonOperators.Truth(condition.Evaluate(context)) ? value.Evaluate(context)
        : other is null ? new Undefined("the value of an if without else")
        : other.Evaluate(context);
}
