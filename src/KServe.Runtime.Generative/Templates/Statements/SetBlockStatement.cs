using KServe.Runtime.Generative.Templates.Expressions;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>Sets a name to what statements write.</summary>
/// <param name="target">The name.</param>
/// <param name="body">The statements.</param>
/// <param name="filtered">The text, filtered.</param>
internal sealed class SetBlockStatement(
    AssignmentTarget target,
    BlockStatement body,
    Expression filtered) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        target.Assign(context, body.Capture(context, filtered));
        return LoopSignal.None;
    }
}
