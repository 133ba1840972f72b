using KServe.Runtime.Generative.Templates.Functions;
using KServe.Runtime.Generative.Templates.Syntax;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Expressions;

/// <summary>A test.</summary>
internal sealed class TestExpression : Expression
{
    private readonly Expression _value;
    private readonly ArgumentList _arguments;
    private readonly Func<RenderContext, object?, CallArguments, bool> _test;

    private TestExpression(
        int line,
        Expression value,
        ArgumentList arguments,
        Func<RenderContext, object?, CallArguments, bool> test)
        : base(line)
    {
        _value = value;
        _arguments = arguments;
        _test = test;
    }

    /// <summary>Creates the test of a name.</summary>
    public static TestExpression Create(int line, string name, Expression value, ArgumentList arguments) =>
        Tests.Find(name) is { } test
            ? new TestExpression(line, value, arguments, test)
            : throw TemplateLexer.Error(line, $"the test '{name}' is not known");

    /// <inheritdoc/>
    protected override object? Compute(RenderContext context) =>
        _test(context, _value.Evaluate(context), _arguments.Evaluate(context));
}
