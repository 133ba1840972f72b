using KServe.Runtime.Generative.Templates.Expressions;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>Statements one after the other.</summary>
internal sealed class BlockStatement(IReadOnlyList<Statement> statements) : Statement
{
    /// <summary>The name under which filters find what the statements wrote.</summary>
    public const string TextName = "\0text";

    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        context.Enter();
        foreach (var statement in statements)
        {
            var signal = statement.Render(context);
            if (signal != LoopSignal.None)
            {
                return signal;
            }
        }

        return LoopSignal.None;
    }

    /// <summary>Gets what the statements write, with names of their own.</summary>
    public string Capture(RenderContext context, TemplateScope scope)
    {
        var (outerScope, outerOutput) = (context.Scope, context.Output);
        (context.Scope, context.Output) = (scope, new System.Text.StringBuilder());
        Render(context);
        var text = context.Output.ToString();
        (context.Scope, context.Output) = (outerScope, outerOutput);
        return text;
    }

    /// <summary>Gets what the statements write, filtered.</summary>
    public object? Capture(RenderContext context, Expression filtered)
    {
        var outer = context.Scope;
        var text = Capture(context, new TemplateScope(outer));
        context.Scope = new TemplateScope(outer);
        context.Scope.Set(TextName, text);
        var value = filtered.Evaluate(context);
        context.Scope = outer;
        return value;
    }
}
