using System.Runtime.CompilerServices;
using KServe.Runtime.Generative.Templates.Expressions;

namespace KServe.Runtime.Generative.Templates.Syntax;

/// <summary>Reads expressions.</summary>
internal sealed partial class ExpressionParser(TokenReader reader)
{
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];

    /// <summary>Reads an expression; with commas it is a tuple.</summary>
    public Expression ParseTuple()
    {
        var line = reader.Current.Line;
        var first = Parse();
        if (!reader.Is(TokenKind.Symbol, ","))
        {
            return first;
        }

        List<Expression> items = [first];
        while (reader.TryTake(TokenKind.Symbol, ","))
        {
            if (reader.Current.Kind is TokenKind.BlockEnd or TokenKind.VariableEnd || reader.Is(TokenKind.Symbol, ")"))
            {
                break;
            }

            items.Add(Parse());
        }

        return new ListExpression(line, items, isTuple: true);
    }

    /// <summary>Reads an expression.</summary>
    public Expression Parse()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw reader.Error("the template is nested too deeply");
        }

        var value = ParseOr();
        while (reader.Is(TokenKind.Name, "if"))
        {
            var line = reader.Next().Line;
            var condition = ParseOr();
            var other = reader.TryTake(TokenKind.Name, "else") ? Parse() : null;
            value = new ConditionalExpression(line, condition, value, other);
        }

        return value;
    }

    /// <summary>Reads an expression without a condition behind it.</summary>
    public Expression ParseOr()
    {
        var left = ParseAnd();
        while (reader.Is(TokenKind.Name, "or"))
        {
            left = new LogicalExpression(reader.Next().Line, left, ParseAnd(), isAnd: false);
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (reader.Is(TokenKind.Name, "and"))
        {
            left = new LogicalExpression(reader.Next().Line, left, ParseNot(), isAnd: true);
        }

        return left;
    }

    private Expression ParseNot()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw reader.Error("the template is nested too deeply");
        }

        return reader.Is(TokenKind.Name, "not")
            ? new NotExpression(reader.Next().Line, ParseNot())
            : ParseComparison();
    }

    private Expression ParseComparison()
    {
        var line = reader.Current.Line;
        var first = ParseSum();
        List<(string Symbol, Expression Operand)> rest = [];
        while (true)
        {
            var token = reader.Current;
            if (token.Kind == TokenKind.Symbol && Array.IndexOf(Comparisons, token.Text) >= 0)
            {
                reader.Next();
                rest.Add((token.Text, ParseSum()));
            }
            else if (reader.TryTake(TokenKind.Name, "in"))
            {
                rest.Add(("in", ParseSum()));
            }
            else if (reader.Is(TokenKind.Name, "not") && reader.Following is { Kind: TokenKind.Name, Text: "in" })
            {
                reader.Next();
                reader.Next();
                rest.Add(("not in", ParseSum()));
            }
            else
            {
                return rest.Count == 0 ? first : new CompareExpression(line, first, rest);
            }
        }
    }

    private Expression ParseSum() => ParseLeft(["+", "-"], ParseConcat);

    private Expression ParseConcat() => ParseLeft(["~"], ParseProduct);

    private Expression ParseProduct() => ParseLeft(["*", "/", "//", "%"], ParsePower);

    private Expression ParsePower() => ParseLeft(["**"], () => ParseUnary(withFilters: true));

    private Expression ParseLeft(string[] symbols, Func<Expression> parseOperand)
    {
        var left = parseOperand();
        while (reader.Current.Kind == TokenKind.Symbol && Array.IndexOf(symbols, reader.Current.Text) >= 0)
        {
            var token = reader.Next();
            var right = parseOperand();
            left = token.Text == "~"
                ? new ConcatExpression(token.Line, left, right)
                : new ArithmeticExpression(token.Line, token.Text, left, right);
        }

        return left;
    }

    private Expression ParseUnary(bool withFilters)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw reader.Error("the template is nested too deeply");
        }

        Expression value;
        if (reader.Is(TokenKind.Symbol, "-") || reader.Is(TokenKind.Symbol, "+"))
        {
            var token = reader.Next();
            value = new SignExpression(token.Line, token.Text == "-", ParseUnary(withFilters: false));
        }
        else
        {
            value = ParsePrimary();
        }

        value = ParsePostfix(value);
        return withFilters ? ParseFilters(value) : value;
    }

    private Expression ParsePostfix(Expression value)
    {
        while (reader.Current.Kind == TokenKind.Symbol)
        {
            var line = reader.Current.Line;
            switch (reader.Current.Text)
            {
                case ".":
                    reader.Next();
                    value = reader.Current.Kind == TokenKind.Integer
                        ? new IndexExpression(line, value, ParsePrimary())
                        : new AttributeExpression(line, value, reader.Expect(TokenKind.Name, "a name").Text);
                    break;
                case "[":
                    reader.Next();
                    value = ParseSubscript(line, value);
                    break;
                case "(":
                    value = new CallExpression(line, value, ParseArguments());
                    break;
                default:
                    return value;
            }
        }

        return value;
    }

    private Expression ParseSubscript(int line, Expression value)
    {
        Expression? start = null;
        if (!reader.Is(TokenKind.Symbol, ":"))
        {
            start = ParseTuple();
            if (reader.TryTake(TokenKind.Symbol, "]"))
            {
                return new IndexExpression(line, value, start);
            }
        }

        reader.Expect(":");
        Expression? stop = null;
        Expression? step = null;
        if (!reader.Is(TokenKind.Symbol, "]") && !reader.Is(TokenKind.Symbol, ":"))
        {
            stop = Parse();
        }

        if (reader.TryTake(TokenKind.Symbol, ":") && !reader.Is(TokenKind.Symbol, "]"))
        {
            step = Parse();
        }

        reader.Expect("]");
        return new SliceExpression(line, value, start, stop, step);
    }

    private Expression ParseFilters(Expression value)
    {
        while (true)
        {
            var line = reader.Current.Line;
            if (reader.TryTake(TokenKind.Symbol, "|"))
            {
                value = ParseFilter(line, value);
            }
            else if (reader.TryTake(TokenKind.Name, "is"))
            {
                value = ParseTest(line, value);
            }
            else if (reader.Is(TokenKind.Symbol, "("))
            {
                value = new CallExpression(line, value, ParseArguments());
            }
            else
            {
                return value;
            }
        }
    }

    /// <summary>Reads a filter behind its bar.</summary>
    public Expression ParseFilter(int line, Expression value)
    {
        var name = reader.Expect(TokenKind.Name, "the name of a filter").Text;
        var arguments = reader.Is(TokenKind.Symbol, "(") ? ParseArguments() : ArgumentList.None;
        return FilterExpression.Create(line, name, value, arguments);
    }

    private Expression ParseTest(int line, Expression value)
    {
        var negated = reader.TryTake(TokenKind.Name, "not");
        var name = reader.Expect(TokenKind.Name, "the name of a test").Text;
        var arguments = ArgumentList.None;
        if (reader.Is(TokenKind.Symbol, "("))
        {
            arguments = ParseArguments();
        }
        else if (reader.Current.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Float
            || reader.Is(TokenKind.Symbol, "[") || reader.Is(TokenKind.Symbol, "{")
            || (reader.Current.Kind == TokenKind.Name && reader.Current.Text is not ("else" or "or" or "and" or "is"
                or "if" or "in" or "not")))
        {
            arguments = new ArgumentList([(null, ParsePostfix(ParsePrimary()))]);
        }

        Expression test = TestExpression.Create(line, name, value, arguments);
        return negated ? new NotExpression(line, test) : test;
    }

    /// <summary>Reads the arguments of a call.</summary>
    public ArgumentList ParseArguments()
    {
        reader.Expect("(");
        List<(string? Name, Expression Value)> items = [];
        while (!reader.TryTake(TokenKind.Symbol, ")"))
        {
            if (items.Count > 0)
            {
                reader.Expect(",");
                if (reader.TryTake(TokenKind.Symbol, ")"))
                {
                    break;
                }
            }

            if (reader.Is(TokenKind.Symbol, "*") || reader.Is(TokenKind.Symbol, "**"))
            {
                throw reader.Error("arguments with * are not supported");
            }

            string? name = null;
            if (reader.Current.Kind == TokenKind.Name && reader.Following is { Kind: TokenKind.Symbol, Text: "=" })
            {
                name = reader.Next().Text;
                reader.Next();
            }
            else if (items.Count > 0 && items[^1].Name is not null)
            {
                throw reader.Error("an argument without a name stands behind one with a name");
            }

            items.Add((name, Parse()));
        }

        return new ArgumentList(items);
    }
}
