using KServe.Runtime.Generative.Templates.Expressions;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>Statements with names of their own.</summary>
internal sealed class ScopeStatement(
    IReadOnlyList<(AssignmentTarget Target, Expression Value)> names,
    BlockStatement body) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        var outer = context.Scope;
        var values = names.Select(name => (name.Target, name.Value.Evaluate(context))).ToArray();
        context.Scope = new TemplateScope(outer);
        foreach (var (target, value) in values)
        {
            target.Assign(context, value);
        }

        var signal = body.Render(context);
        context.Scope = outer;
        return signal;
    }
}
