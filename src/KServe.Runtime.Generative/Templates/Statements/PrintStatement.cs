using KServe.Runtime.Generative.Templates.Expressions;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>The text of an expression.</summary>
internal sealed class PrintStatement(Expression expression) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        context.Write(PythonText.Str(context, expression.Evaluate(context)));
        return LoopSignal.None;
    }
}
