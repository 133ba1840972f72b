using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A number with a sign.</summary>
internal sealed class SignExpression(int line, bool isNegative, Expression operand) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context)
    {
        var value = operand.Evaluate(context);
        return isNegative
            ? PythonOperators.Arithmetic(context, "-", 0L, value) is double ? -PythonOperators.ToDouble(value)
                : PythonOperators.Arithmetic(context, "-", 0L, value)
            : PythonOperators.Arithmetic(context, "+", 0L, value);
    }
}
