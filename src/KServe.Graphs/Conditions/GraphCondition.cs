using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace KServe.Graphs;

/// <summary>A path in GJSON that has to find something in a body.</summary>
/// <remarks>
/// Immutable, safe for concurrent use. The language is that of https://github.com/tidwall/gjson/blob/master/SYNTAX.md
/// without modifiers that change values, new objects and literals.
/// </remarks>
internal sealed class GraphCondition
{
    /// <summary>The deepest JSON that conditions look into.</summary>
    public const int MaxDepth = 512;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private readonly ConditionStep[] _steps;

    private GraphCondition(ConditionStep[] steps) => _steps = steps;

    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out GraphCondition? condition,
        [NotNullWhen(false)] out string? error)
    {
        try
        {
            condition = new GraphCondition(ConditionParser.Parse(text));
            error = null;
            return true;
        }
        catch (ConditionException exception)
        {
            condition = null;
            error = exception.Message;
            return false;
        }
    }

    /// <summary>Reads a body for conditions; null when it is no JSON.</summary>
    public static JsonDocument? TryRead(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Tells whether the path finds something.</summary>
    /// <exception cref="ConditionException">The path needs too much work.</exception>
    public bool IsMet(JsonDocument document, int bodyLength) =>
        Evaluate(document, bodyLength).Exists;

    internal ConditionValue Evaluate(JsonDocument document, int bodyLength)
    {
        var budget = new ConditionBudget(bodyLength);
        return Evaluate(document, ref budget);
    }

    internal ConditionValue Evaluate(JsonDocument document, ref ConditionBudget budget) =>
        ConditionEvaluator.Get(new ConditionValue(document.RootElement), _steps, ref budget);
}
