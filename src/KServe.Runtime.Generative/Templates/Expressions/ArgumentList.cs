using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>The arguments that stand at a call.</summary>
internal sealed class ArgumentList(IReadOnlyList<(string? Name, Expression Value)> items)
{
    /// <summary>Gets no arguments.</summary>
    public static ArgumentList None { get; } = new([]);

    /// <summary>Gets the values.</summary>
    public CallArguments Evaluate(RenderContext context)
    {
        if (items.Count == 0)
        {
            return CallArguments.None;
        }

        List<object?> positional = [];
        List<KeyValuePair<string, object?>> named = [];
        foreach (var (name, expression) in items)
        {
            var value = expression.Evaluate(context);
            if (name is null)
            {
                positional.Add(value);
            }
            else
            {
                named.Add(new(name, value));
            }
        }

        return new CallArguments(positional, named);
    }
}
