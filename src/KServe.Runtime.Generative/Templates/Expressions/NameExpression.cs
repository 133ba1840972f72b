namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A name.</summary>
internal sealed class NameExpression(int line, string name) : Expression(line)
{
    /// <summary>Gets the name.</summary>
    public string Name => name;

    /// <inheritdoc/>
    protected override object? Compute(RenderContext context) => context.Scope.Get(name);
}
