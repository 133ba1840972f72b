namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>Text outside all tags.</summary>
internal sealed class DataStatement(string text) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        context.Step();
        context.Write(text);
        return LoopSignal.None;
    }
}
