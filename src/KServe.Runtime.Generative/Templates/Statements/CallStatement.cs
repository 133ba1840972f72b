using KServe.Runtime.Generative.Templates.Expressions;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>Calls a macro, which can call the statements back.</summary>
internal sealed class CallStatement(CallExpression call, MacroStatement caller) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        var further = new CallArguments([], [new("caller", caller.Create(context))]);
        context.Write(PythonText.Str(context, call.Call(context, further)));
        return LoopSignal.None;
    }
}
