using System.Globalization;
using KServe.Runtime.Generative.Templates.Expressions;

namespace KServe.Runtime.Generative.Templates.Syntax;

/// <content>What operators stand between.</content>
internal sealed partial class ExpressionParser
{
    private Expression ParsePrimary()
    {
        var token = reader.Next();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Text switch
                {
                    "true" or "True" => new LiteralExpression(token.Line, true),
                    "false" or "False" => new LiteralExpression(token.Line, false),
                    "none" or "None" => new LiteralExpression(token.Line, null),
                    _ => new NameExpression(token.Line, token.Text),
                };
            case TokenKind.Text:
                var text = token.Text;
                while (reader.Current.Kind == TokenKind.Text)
                {
                    text += reader.Next().Text;
                }

                return new LiteralExpression(token.Line, text);
            case TokenKind.Integer:
                return long.TryParse(token.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None,
                    CultureInfo.InvariantCulture, out var number)
                    ? new LiteralExpression(token.Line, number)
                    : throw TemplateLexer.Error(token.Line, $"the number {token.Text} is too large");
            case TokenKind.Float:
                return new LiteralExpression(
                    token.Line,
                    double.Parse(token.Text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
            case TokenKind.Symbol when token.Text == "(":
                return ParseParenthesis(token.Line);
            case TokenKind.Symbol when token.Text == "[":
                return new ListExpression(token.Line, ParseItems("]"), isTuple: false);
            case TokenKind.Symbol when token.Text == "{":
                return ParseMap(token.Line);
            default:
                throw TemplateLexer.Error(token.Line, token.Kind is TokenKind.BlockEnd or TokenKind.VariableEnd
                    ? "an expression is expected before the end of the tag"
                    : $"an expression is expected, not '{token.Text}'");
        }
    }

    private Expression ParseParenthesis(int line)
    {
        if (reader.TryTake(TokenKind.Symbol, ")"))
        {
            return new ListExpression(line, [], isTuple: true);
        }

        var value = ParseTuple();
        reader.Expect(")");
        return value;
    }

    private List<Expression> ParseItems(string close)
    {
        List<Expression> items = [];
        while (!reader.TryTake(TokenKind.Symbol, close))
        {
            if (items.Count > 0)
            {
                reader.Expect(",");
                if (reader.TryTake(TokenKind.Symbol, close))
                {
                    break;
                }
            }

            items.Add(Parse());
        }

        return items;
    }

    private MapExpression ParseMap(int line)
    {
        List<(Expression Key, Expression Value)> entries = [];
        while (!reader.TryTake(TokenKind.Symbol, "}"))
        {
            if (entries.Count > 0)
            {
                reader.Expect(",");
                if (reader.TryTake(TokenKind.Symbol, "}"))
                {
                    break;
                }
            }

            var key = Parse();
            reader.Expect(":");
            entries.Add((key, Parse()));
        }

        return new MapExpression(line, entries);
    }
}
