using KServe.Runtime.Generative.Templates.Functions;
using KServe.Runtime.Generative.Templates.Syntax;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A filter.</summary>
internal sealed class FilterExpression : Expression
{
    private readonly Expression _value;
    private readonly ArgumentList _arguments;
    private readonly Func<RenderContext, object?, CallArguments, object?> _filter;

    private FilterExpression(
        int line,
        Expression value,
        ArgumentList arguments,
        Func<RenderContext, object?, CallArguments, object?> filter)
        : base(line)
    {
        _value = value;
        _arguments = arguments;
        _filter = filter;
    }

    /// <summary>Creates the filter of a name.</summary>
    public static FilterExpression Create(int line, string name, Expression value, ArgumentList arguments) =>
        Filters.Find(name) is { } filter
            ? new FilterExpression(line, value, arguments, filter)
            : throw TemplateLexer.Error(line, $"the filter '{name}' is not known");

    /// <inheritdoc/>
    protected override object? Compute(RenderContext context) =>
        _filter(context, _value.Evaluate(context), _arguments.Evaluate(context));
}
