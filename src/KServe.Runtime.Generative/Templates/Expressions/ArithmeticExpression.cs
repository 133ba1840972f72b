using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>An arithmetic operator.</summary>
internal sealed class ArithmeticExpression(int line, string symbol, Expression left, Expression right)
    : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context)
    {
        var value = left.Evaluate(context);
        return symbol == "%" && value is string
            ? throw context.Error("the formatting of texts with % is not supported")
            : PythonOperators.Arithmetic(context, symbol, value, right.Evaluate(context));
    }
}
