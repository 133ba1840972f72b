using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A list or a tuple of expressions.</summary>
internal sealed class ListExpression(int line, IReadOnlyList<Expression> items, bool isTuple) : Expression(line)
{
    /// <summary>Gets the expressions.</summary>
    public IReadOnlyList<Expression> Items => items;

    /// <inheritdoc/>
    protected override object? Compute(RenderContext context)
    {
        var values = new object?[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = items[i].Evaluate(context);
        }

        return new TemplateList(values, isTuple);
    }
}
