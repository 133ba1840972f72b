using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KServe.Graphs.Tests.Conditions;

/// <summary>Evaluates paths and writes what they find as JSON.</summary>
internal static class ConditionText
{
    public static GraphCondition Parse(string path)
    {
        Assert.True(GraphCondition.TryParse(path, out var condition, out var error), error);
        return condition;
    }

    public static string? Get(string json, string path)
    {
        var body = Encoding.UTF8.GetBytes(json);
        using var document = GraphCondition.TryRead(body);
        Assert.NotNull(document);
        var value = Parse(path).Evaluate(document, body.Length);
        return value.Exists ? Write(value) : null;
    }

    private static string Write(ConditionValue value)
    {
        if (value.List is { } list)
        {
            return $"[{string.Join(',', list.Select(Write))}]";
        }

        return value.IsCount
            ? value.Number.ToString(CultureInfo.InvariantCulture)
            : JsonSerializer.Serialize(value.Element);
    }
}
