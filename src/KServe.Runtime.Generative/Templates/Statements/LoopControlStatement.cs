namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>Break or continue.</summary>
internal sealed class LoopControlStatement(LoopSignal signal) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context) => signal;
}
