using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>The operator ~, which joins texts.</summary>
internal sealed class ConcatExpression(int line, Expression left, Expression right) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context)
    {
        var first = PythonText.Str(context, left.Evaluate(context));
        var second = PythonText.Str(context, right.Evaluate(context));
        context.Make(first.Length + (long)second.Length);
        return first + second;
    }
}
