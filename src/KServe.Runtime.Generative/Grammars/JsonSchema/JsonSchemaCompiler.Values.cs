using System.Text.Json;

namespace KServe.Runtime.Generative.Grammars;

/// <content>Texts and numbers.</content>
internal sealed partial class JsonSchemaCompiler
{
    private static GrammarNode ToText(JsonElement schema, string path)
    {
        var min = FindCount(schema, "minLength", path);
        var max = FindCount(schema, "maxLength", path);
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            return min is null && max is null
                ? Quoted(ToPattern(pattern, path))
                : throw Wrong(path, "'pattern' together with a length is not supported");
        }

        if (schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String
            && StringFormats.Find(format.GetString()!) is { } expression)
        {
            return Quoted(RegexParser.Parse(expression, JsonRules.InString));
        }

        return min is null && max is null
            ? GrammarNode.Rule(JsonRules.String)
            : Quoted(GrammarNode.Repeat(GrammarNode.Rule(JsonRules.Character), min ?? 0, max));
    }

    /// <summary>Reads a pattern, which may match anywhere in the text.</summary>
    private static GrammarNode ToPattern(JsonElement pattern, string path)
    {
        var text = pattern.ValueKind == JsonValueKind.String
            ? pattern.GetString()!
            : throw Wrong($"{path}/pattern", "a regular expression was expected");
        var node = RegexParser.Parse(text, JsonRules.InString);
        var any = GrammarNode.Repeat(GrammarNode.Rule(JsonRules.Character), 0);
        var isEnded = text.EndsWith('$') && !text.EndsWith("\\$", StringComparison.Ordinal);
        return GrammarNode.Sequence(
            text.StartsWith('^') ? GrammarNode.Empty : any, node, isEnded ? GrammarNode.Empty : any);
    }

    private static GrammarNode Quoted(GrammarNode content) =>
        GrammarNode.Sequence(GrammarNode.Text("\""), content, GrammarNode.Text("\""));

    private static GrammarNode ToInteger(JsonElement schema, string path)
    {
        var min = FindBound(schema, "minimum", path) ?? (FindBound(schema, "exclusiveMinimum", path) + 1);
        var max = FindBound(schema, "maximum", path) ?? (FindBound(schema, "exclusiveMaximum", path) - 1);
        if (min is null && max is null)
        {
            return GrammarNode.Rule(JsonRules.Integer);
        }

        return min is null || max is null || min <= max
            ? IntegerRange.Create(min, max)
            : throw Wrong(path, "no number lies between 'minimum' and 'maximum'");
    }

    private static GrammarNode ToNumber(JsonElement schema, string path)
    {
        var min = FindBound(schema, "minimum", path);
        var max = FindBound(schema, "maximum", path);
        if (schema.TryGetProperty("exclusiveMinimum", out _) || schema.TryGetProperty("exclusiveMaximum", out _))
        {
            throw Wrong(path, "bounds of a number that are not part of it are not supported");
        }

        if (min is null && max is null)
        {
            return GrammarNode.Rule(JsonRules.Number);
        }

        if (min > max)
        {
            throw Wrong(path, "no number lies between 'minimum' and 'maximum'");
        }

        return NumberRange(min, max);
    }

    /// <summary>Spells the numbers of a range whose ends are whole: whole parts inside it, or an end itself.</summary>
    private static GrammarNode NumberRange(long? min, long? max)
    {
        var digits = GrammarNode.Repeat(new ClassNode(CodePointSet.Of(('0', '9'))), 1, 17);
        var fraction = GrammarNode.Optional(GrammarNode.Sequence(GrammarNode.Text("."), digits));
        List<GrammarNode> options = [];
        if (max is null or > 0)
        {
            var from = Math.Max(0, min ?? 0);
            if (max is null || from <= max - 1)
            {
                options.Add(GrammarNode.Sequence(IntegerRange.Create(from, max - 1), fraction));
            }
        }

        if (min is null or < 0)
        {
            var to = max is < 0 ? -max.Value : 0;
            if (min is null || to <= -min.Value - 1)
            {
                options.Add(GrammarNode.Sequence(
                    GrammarNode.Text("-"), IntegerRange.Create(to, min is null ? null : -min.Value - 1), fraction));
            }
        }

        foreach (var end in new[] { min, max }.OfType<long>().Distinct())
        {
            options.Add(IntegerRange.Create(end, end));
        }

        return GrammarNode.Choice(options);
    }

    private static int? FindCount(JsonElement schema, string name, string path)
    {
        if (!schema.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count)
            && count is >= 0 and <= GrammarLimits.Repeat
                ? count
                : throw Wrong($"{path}/{name}", $"a number from 0 to {GrammarLimits.Repeat} was expected");
    }

    private static long? FindBound(JsonElement schema, string name, string path)
    {
        const long Limit = 1_000_000_000_000_000;
        if (!schema.TryGetProperty(name, out var value))
        {
            return null;
        }

        // 1.0 and 1e3 are whole, too.
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var bound)
            && bound == Math.Floor(bound) && Math.Abs(bound) <= Limit
                ? (long)bound
                : throw Wrong($"{path}/{name}", $"a whole number from -{Limit} to {Limit} was expected");
    }
}
