using KServe.Runtime.Generative.Templates.Expressions;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>The first branch whose condition holds.</summary>
internal sealed class IfStatement(
    IReadOnlyList<(Expression Condition, BlockStatement Body)> branches,
    BlockStatement? otherwise) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        foreach (var (condition, body) in branches)
        {
            if (PythonOperators.Truth(condition.Evaluate(context)))
            {
                return body.Render(context);
            }
        }

        return otherwise?.Render(context) ?? LoopSignal.None;
    }
}
