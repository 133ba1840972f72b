using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A dictionary of expressions.</summary>
internal sealed class MapExpression(int line, IReadOnlyList<(Expression Key, Expression Value)> entries)
    : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context)
    {
        var map = new TemplateMap();
        foreach (var (key, value) in entries)
        {
            var name = key.Evaluate(context) as string
                ?? throw context.Error("the keys of a dictionary must be strings");
            map.Set(name, value.Evaluate(context));
        }

        return map;
    }
}
