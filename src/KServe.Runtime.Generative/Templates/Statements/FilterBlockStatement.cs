using KServe.Runtime.Generative.Templates.Expressions;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>Writes what statements write, filtered.</summary>
internal sealed class FilterBlockStatement(BlockStatement body, Expression filtered) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        var value = body.Capture(context, filtered);
        context.Write(PythonText.Str(context, value));
        return LoopSignal.None;
    }
}
