using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>The operator not.</summary>
internal sealed class NotExpression(int line, Expression operand) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context) => !PythonOperators.Truth(operand.Evaluate(context));
}
