namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>A part of a template that writes; immutable.</summary>
internal abstract class Statement
{
    /// <summary>Writes.</summary>
    /// <returns>How a loop around it goes on.</returns>
    public abstract LoopSignal Render(RenderContext context);
}
