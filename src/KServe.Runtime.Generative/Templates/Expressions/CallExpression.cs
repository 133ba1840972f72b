using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A call.</summary>
internal sealed class CallExpression(int line, Expression target, ArgumentList arguments) : Expression(line)
{
    /// <inheritdoc/>
    protected override object? Compute(RenderContext context) => Call(context, CallArguments.None);

    /// <summary>Calls with further arguments.</summary>
    public object? Call(RenderContext context, CallArguments further)
    {
        var function = target.Evaluate(context);
        if (function is not TemplateFunction callable)
        {
            throw context.Error($"{PythonOperators.TypeName(function)} cannot be called");
        }

        var given = arguments.Evaluate(context);
        return callable.Call(context, further.Named.Count == 0 ? given : given with
        {
            Named = [.. given.Named, .. further.Named],
        });
    }
}
