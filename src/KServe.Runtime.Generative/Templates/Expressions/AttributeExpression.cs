using KServe.Runtime.Generative.Templates.Functions;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A value's attribute or, where it has none of the name, its entry.</summary>
internal sealed class AttributeExpression(int line, Expression target, string name) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context) =>
        Members.Attribute(context, target.Evaluate(context), name);
}
