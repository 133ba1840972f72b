using KServe.Runtime.Generative.Templates.Expressions;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>A loop.</summary>
internal sealed class ForStatement(
    AssignmentTarget target,
    Expression values,
    Expression? condition,
    BlockStatement body,
    BlockStatement? otherwise) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        var outer = context.Scope;
        var items = PythonOperators.Iterate(context, values.Evaluate(context));
        items = condition is null ? items : Filter(context, items, condition);
        var depth = outer.Get("loop") is LoopState around ? (int)(long)around.Get("depth")! : 0;
        var loop = new LoopState(items, depth);
        for (var i = 0; i < items.Count; i++)
        {
            context.Enter();
            context.Scope = new TemplateScope(outer);
            loop.Index = i;
            context.Scope.Set("loop", loop);
            target.Assign(context, items[i]);
            var signal = body.Render(context);
            context.Scope = outer;
            if (signal == LoopSignal.Break)
            {
                break;
            }
        }

        return items.Count == 0 && otherwise is not null ? otherwise.Render(context) : LoopSignal.None;
    }

    private List<object?> Filter(RenderContext context, IReadOnlyList<object?> items, Expression filter)
    {
        List<object?> kept = [];
        var outer = context.Scope;
        foreach (var item in items)
        {
            context.Scope = new TemplateScope(outer);
            target.Assign(context, item);
            if (PythonOperators.Truth(filter.Evaluate(context)))
            {
                kept.Add(item);
            }
        }

        context.Scope = outer;
        return kept;
    }
}
