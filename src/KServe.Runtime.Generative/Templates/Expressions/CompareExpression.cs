using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A chain of comparisons, all of which must hold.</summary>
internal sealed class CompareExpression(
    int line,
    Expression first,
    IReadOnlyList<(string Symbol, Expression Operand)> rest) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context)
    {
        var left = first.Evaluate(context);
        foreach (var (symbol, operand) in rest)
        {
            var right = operand.Evaluate(context);
            if (!Holds(context, symbol, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }

    private static bool Holds(RenderContext context, string symbol, object? left, object? right) => symbol switch
    {
        "==" => PythonOperators.AreEqual(context, left, right),
        "!=" => !PythonOperators.AreEqual(context, left, right),
        "in" => PythonOperators.Contains(context, right, left),
        "not in" => !PythonOperators.Contains(context, right, left),
        "<" => PythonOperators.Compare(context, left, right) < 0,
        ">" => PythonOperators.Compare(context, left, right) > 0,
        "<=" => PythonOperators.Compare(context, left, right) <= 0,
        _ => PythonOperators.Compare(context, left, right) >= 0,
    };
}
