namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>An expression of a template; immutable.</summary>
internal abstract class Expression(int line)
{
    /// <summary>Gets the line it stands in.</summary>
    public int Line => line;

    /// <summary>Gets its value.</summary>
    public object? Evaluate(RenderContext context)
    {
        context.Enter();
        var outer = context.Line;
        context.Line = line;
        var value = Compute(context);
        context.Line = outer;
        return value;
    }

    /// <summary>Computes the value.</summary>
    protected abstract object? Compute(RenderContext context);
}
