using System.Text;
using System.Text.Json;

namespace KServe.Graphs;

/// <summary>Parses what stands between the brackets of a query.</summary>
internal static class ConditionTestParser
{
    // Longer ones first: each begins with the operator of one character.
    private static readonly (string Text, ConditionOperator Value)[] Operators =
    [
        ("==", ConditionOperator.Equal),
        ("!=", ConditionOperator.NotEqual),
        ("!%", ConditionOperator.NotLike),
        ("<=", ConditionOperator.LessOrEqual),
        (">=", ConditionOperator.GreaterOrEqual),
        ("=", ConditionOperator.Equal),
        ("<", ConditionOperator.Less),
        (">", ConditionOperator.Greater),
        ("%", ConditionOperator.Like),
    ];

    public static ConditionTest Parse(string query, int depth)
    {
        var at = ConditionBrackets.FindOperator(query);
        var path = (at < 0 ? query : query[..at]).Trim();
        var steps = path.Length == 0 ? null : ConditionParser.ParsePath(path, depth + 1);
        if (at < 0)
        {
            return new ConditionTest(steps, ConditionOperator.Exists, "", ConditionTilde.None);
        }

        var rest = query[at..];
        foreach (var (text, comparison) in Operators)
        {
            if (rest.StartsWith(text, StringComparison.Ordinal))
            {
                return WithOperand(steps, comparison, rest[text.Length..].Trim());
            }
        }

        throw new ConditionException($"'{query}': ==, !=, <, <=, >, >=, % or !% was expected");
    }

    private static ConditionTest WithOperand(ConditionStep[]? steps, ConditionOperator comparison, string operand)
    {
        var value = Unquote(operand);
        if (!value.StartsWith('~'))
        {
            return new ConditionTest(steps, comparison, value, ConditionTilde.None);
        }

        var tilde = value switch
        {
            "~true" => ConditionTilde.TrueLike,
            "~false" => ConditionTilde.FalseLike,
            "~null" => ConditionTilde.NullLike,
            "~*" => ConditionTilde.Any,
            _ => throw new ConditionException($"'{value}': ~true, ~false, ~null or ~* was expected"),
        };
        return new ConditionTest(steps, comparison, value, tilde);
    }

    private static string Unquote(string operand)
    {
        if (operand.Length < 2 || operand[0] != '"' || operand[^1] != '"')
        {
            return operand;
        }

        var inner = operand[1..^1];
        if (!inner.Contains('\\', StringComparison.Ordinal))
        {
            return inner;
        }

        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(operand));
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : inner;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ConditionException($"{operand}: a text as in JSON was expected");
        }
    }
}
