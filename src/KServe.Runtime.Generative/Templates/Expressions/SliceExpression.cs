using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A part of a list or a text.</summary>
internal sealed class SliceExpression(
    int line,
    Expression target,
    Expression? start,
    Expression? stop,
    Expression? step) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context)
    {
        var value = target.Evaluate(context);
        if (value is not (string or TemplateList))
        {
            throw context.Error($"{PythonOperators.TypeName(value)} has no parts");
        }

        var items = PythonOperators.Iterate(context, value);
        context.Step(items.Count);
        var by = Bound(context, step) ?? 1;
        if (by == 0)
        {
            throw context.Error("the step of a slice must not be zero");
        }

        List<object?> taken = [];
        var from = Clamp(Bound(context, start), by > 0 ? 0 : items.Count - 1, items.Count, by);
        var to = Clamp(Bound(context, stop), by > 0 ? items.Count : -1, items.Count, by);
        for (var i = from; by > 0 ? i < to : i > to; i += by)
        {
            taken.Add(items[(int)i]);
        }

        return value is TemplateList list ? new TemplateList(taken, list.IsTuple) : string.Concat(taken);
    }

    private static long? Bound(RenderContext context, Expression? bound)
    {
        var value = bound?.Evaluate(context);
        return value is null ? null : value is long or bool
            ? Math.Clamp(PythonOperators.ToInteger(value), -int.MaxValue, int.MaxValue)
            : throw context.Error($"the bounds of a slice must be integers, not {PythonOperators.TypeName(value)}");
    }

    private static long Clamp(long? bound, long fallback, int count, long by)
    {
        if (bound is not { } value)
        {
            return fallback;
        }

        value += value < 0 ? count : 0;
        return by > 0 ? Math.Clamp(value, 0, count) : Math.Clamp(value, -1, count - 1);
    }
}
