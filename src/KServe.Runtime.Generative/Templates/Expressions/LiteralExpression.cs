namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A value that stands in the template.</summary>
internal sealed class LiteralExpression(int line, object? value) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context) => value;
}
