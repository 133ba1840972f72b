using System.Text.Json;

namespace KServe.Runtime.Generative.Grammars;

/// <content>Objects and arrays.</content>
internal sealed partial class JsonSchemaCompiler
{
    private GrammarNode ToArray(JsonElement schema, string path)
    {
        var min = FindCount(schema, "minItems", path) ?? 0;
        var max = FindCount(schema, "maxItems", path);
        var prefix = schema.TryGetProperty("prefixItems", out var list) ? Items(list, $"{path}/prefixItems") : [];
        var hasItems = schema.TryGetProperty("items", out var items);
        if (max < min)
        {
            throw Wrong(path, "'maxItems' is less than 'minItems'");
        }

        if (prefix.Count == 0)
        {
            var item = hasItems ? ToRule(items, $"{path}/items") : new RuleNode(JsonRules.Value);
            return JsonRules.Enclose("[", item, "]", min, max);
        }

        if (hasItems && items.ValueKind != JsonValueKind.False)
        {
            throw Wrong(path, "'items' behind 'prefixItems' is not supported, but for false");
        }

        if (min > prefix.Count || max < prefix.Count)
        {
            throw Wrong(path, "'minItems' and 'maxItems' must take the number of 'prefixItems'");
        }

        List<GrammarNode> parts = [GrammarNode.Text("["), GrammarNode.Rule(JsonRules.Space)];
        for (var i = 0; i < prefix.Count; i++)
        {
            parts.Add(i == 0 ? GrammarNode.Empty : JsonRules.Comma());
            parts.Add(ToNode(prefix[i].Schema, prefix[i].Path));
        }

        return GrammarNode.Sequence([.. parts, GrammarNode.Rule(JsonRules.Space), GrammarNode.Text("]")]);
    }

    private GrammarNode ToObject(JsonElement schema, string path)
    {
        var hasProperties = schema.TryGetProperty("properties", out var properties);
        var required = FindRequired(schema, path);
        if (!hasProperties && required.Count == 0)
        {
            return ToMap(schema, path);
        }

        if (!hasProperties || properties.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"{path}/properties", "an object was expected");
        }

        List<(GrammarNode Member, bool IsRequired)> members = [];
        foreach (var property in properties.EnumerateObject())
        {
            members.Add((
                Member(JsonRules.Quote(property.Name), ToNode(property.Value, $"{path}/properties/{property.Name}")),
                required.Remove(property.Name)));
        }

        if (required.Count > 0)
        {
            throw Wrong($"{path}/required", $"'{required.First()}' is not among the properties");
        }

        return GrammarNode.Sequence(
            GrammarNode.Text("{"),
            GrammarNode.Rule(JsonRules.Space),
            ToMembers(members, FindFurther(schema, path)),
            GrammarNode.Rule(JsonRules.Space),
            GrammarNode.Text("}"));
    }

    /// <summary>Builds the members from the last to the first: with and without one before them.</summary>
    private GrammarNode ToMembers(List<(GrammarNode Member, bool IsRequired)> members, GrammarNode? further)
    {
        var first = further is null ? GrammarNode.Empty : GrammarNode.Optional(GrammarNode.Sequence(
            further, GrammarNode.Repeat(GrammarNode.Sequence(JsonRules.Comma(), further), 0)));
        var behind = further is null
            ? GrammarNode.Empty
            : GrammarNode.Repeat(GrammarNode.Sequence(JsonRules.Comma(), further), 0);
        for (var i = members.Count - 1; i >= 0; i--)
        {
            var (member, isRequired) = members[i];

            // As rules: written out, each would hold the next one twice.
            var rest = AddRule(behind);
            var withMember = GrammarNode.Sequence(member, rest);
            var withComma = GrammarNode.Sequence(JsonRules.Comma(), member, rest);
            first = isRequired ? withMember : GrammarNode.Choice(withMember, AddRule(first));
            behind = isRequired ? withComma : GrammarNode.Choice(withComma, rest);
        }

        return first;
    }

    private GrammarNode ToMap(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("additionalProperties", out var values) || values.ValueKind == JsonValueKind.True)
        {
            return GrammarNode.Rule(JsonRules.Object);
        }

        return FindFurther(schema, path) is { } member
            ? JsonRules.Enclose("{", member, "}")
            : GrammarNode.Sequence(GrammarNode.Text("{"), GrammarNode.Rule(JsonRules.Space), GrammarNode.Text("}"));
    }

    private GrammarNode? FindFurther(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("additionalProperties", out var values) || values.ValueKind == JsonValueKind.False)
        {
            return null;
        }

        return GrammarNode.Sequence(
            GrammarNode.Rule(JsonRules.String), Colon(), ToRule(values, $"{path}/additionalProperties"));
    }

    private static GrammarNode Member(string key, GrammarNode value) =>
        GrammarNode.Sequence(GrammarNode.Text(key), Colon(), value);

    private static GrammarNode Colon() => GrammarNode.Sequence(
        GrammarNode.Rule(JsonRules.Space), GrammarNode.Text(":"), GrammarNode.Rule(JsonRules.Space));

    private RuleNode ToRule(JsonElement schema, string path) => AddRule(ToNode(schema, path));

    private RuleNode AddRule(GrammarNode node)
    {
        var name = NewRule();
        _rules[name] = node;
        return new RuleNode(name);
    }

    private static HashSet<string> FindRequired(JsonElement schema, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!schema.TryGetProperty("required", out var required))
        {
            return names;
        }

        if (required.ValueKind != JsonValueKind.Array
            || required.EnumerateArray().Any(static name => name.ValueKind != JsonValueKind.String))
        {
            throw Wrong($"{path}/required", "an array of names was expected");
        }

        names.UnionWith(required.EnumerateArray().Select(static name => name.GetString()!));
        return names;
    }
}
