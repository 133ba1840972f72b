using KServe.Runtime.Generative.Templates.Functions;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A value's entry or, where it has none of the name, its attribute.</summary>
internal sealed class IndexExpression(int line, Expression target, Expression index) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context)
    {
        var value = target.Evaluate(context);
        return Members.Item(context, value, index.Evaluate(context));
    }
}
