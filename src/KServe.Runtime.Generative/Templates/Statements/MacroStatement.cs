using KServe.Runtime.Generative.Templates.Expressions;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>Statements that a template can call.</summary>
internal sealed class MacroStatement(
    string name,
    IReadOnlyList<(string Name, Expression? Default)> parameters,
    BlockStatement body) : Statement
{
    /// <inheritdoc/>
    public override LoopSignal Render(RenderContext context)
    {
        context.Scope.Set(name, Create(context));
        return LoopSignal.None;
    }

    /// <summary>Creates the function.</summary>
    public TemplateFunction Create(RenderContext context)
    {
        var definition = context.Scope;
        return new TemplateFunction(name, (caller, arguments) => Call(caller, arguments, definition));
    }

    private string Call(RenderContext context, CallArguments arguments, TemplateScope definition)
    {
        if (arguments.Positional.Count > parameters.Count)
        {
            throw context.Error($"the macro '{name}' takes {parameters.Count} arguments, not more");
        }

        var scope = new TemplateScope(definition);
        foreach (var (given, value) in arguments.Named)
        {
            if (given != "caller" && !parameters.Any(parameter => parameter.Name == given))
            {
                throw context.Error($"the macro '{name}' has no argument '{given}'");
            }

            scope.Set(given, value);
        }

        var outer = context.Scope;
        context.Scope = scope;
        for (var i = 0; i < parameters.Count; i++)
        {
            var (parameter, fallback) = parameters[i];
            scope.Set(
                parameter,
                arguments.Has(i, parameter) ? arguments.Get(i, parameter)
                : fallback is null ? new Undefined(parameter)
                : fallback.Evaluate(context));
        }

        context.Scope = outer;
        return body.Capture(context, scope);
    }
}
