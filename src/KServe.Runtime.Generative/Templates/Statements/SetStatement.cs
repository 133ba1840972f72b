using KServe.Runtime.Generative.Templates.Expressions;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>Sets names to a value.</summary>
internal sealed class SetStatement(AssignmentTarget target, Expression value) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        target.Assign(context, value.Evaluate(context));
        return LoopSignal.None;
    }
}
