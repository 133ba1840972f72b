using System.Globalization;
using System.Text.Json;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Compiles a JSON Schema into the rules of a grammar.</summary>
/// <remarks>
/// Properties come in the order of the schema; others than those come only where <c>additionalProperties</c> says so,
/// or where the schema names none. A keyword whose meaning cannot be kept is refused by name. Source: JSON Schema
/// 2020-12.
/// </remarks>
internal sealed partial class JsonSchemaCompiler
{
    private const string Root = "root";
    private const int MaxEnum = 4096;

    private static readonly HashSet<string> Refused = new(StringComparer.Ordinal)
    {
        "not", "if", "then", "else", "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas",
        "dependencies", "contains", "minContains", "maxContains", "uniqueItems", "multipleOf", "minProperties",
        "maxProperties", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef",
    };

    private readonly JsonElement _document;
    private readonly string _prefix;
    private readonly Dictionary<string, GrammarNode> _rules = JsonRules.Create();
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);
    private readonly Queue<(string Rule, JsonElement Schema, string Path)> _pending = new();
    private int _lastRule;
    private int _depth;

    private JsonSchemaCompiler(JsonElement document, string prefix)
    {
        _document = document;
        _prefix = prefix;
    }

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The schema as JSON.</param>
    /// <returns>The rules; the first to apply is <c>root</c>.</returns>
    /// <exception cref="InferenceException">It is wrong or not supported; the message names the place.</exception>
    public static IReadOnlyDictionary<string, GrammarNode> Compile(string schema)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(schema, new JsonDocumentOptions { MaxDepth = GrammarLimits.Depth });
        }
        catch (JsonException error)
        {
            throw GrammarLimits.Wrong($"The schema is not JSON that can be read: line {error.LineNumber + 1}.");
        }

        using (document)
        {
            return Compile(document.RootElement, "");
        }
    }

    /// <summary>Compiles a schema that was parsed before.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="prefix">Begins the names of its rules, so that several schemas go into one grammar.</param>
    public static Dictionary<string, GrammarNode> Compile(JsonElement schema, string prefix)
    {
        var compiler = new JsonSchemaCompiler(schema, prefix);
        try
        {
            compiler._references["#"] = prefix + Root;
            compiler._rules[prefix + Root] = compiler.ToNode(schema, "");
            while (compiler._pending.TryDequeue(out var next))
            {
                compiler._rules[next.Rule] = compiler.ToNode(next.Schema, next.Path);
            }
        }
        catch (InvalidOperationException)
        {
            throw GrammarLimits.Wrong("The schema holds a text that is not valid Unicode.");
        }

        return compiler._rules;
    }

    private GrammarNode ToNode(JsonElement schema, string path)
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return GrammarNode.Rule(JsonRules.Value);
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, "an object or true was expected");
        }

        if (++_depth > GrammarLimits.Depth)
        {
            throw Wrong(path, $"schemas are nested deeper than {GrammarLimits.Depth}");
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (Refused.Contains(keyword.Name) && keyword.Value.ValueKind != JsonValueKind.False)
            {
                throw Wrong(path, $"'{keyword.Name}' is not supported");
            }
        }

        var node = ToNodeOf(schema, path);
        _depth--;
        return node;
    }

    private GrammarNode ToNodeOf(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Refer(reference, path);
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return JsonRules.Literal(constant);
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return OneOf(values, path);
        }

        foreach (var name in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (schema.TryGetProperty(name, out var options))
            {
                var items = Items(options, $"{path}/{name}");
                return GrammarNode.Choice([.. items.Select(item => ToNode(item.Schema, item.Path))]);
            }
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            var parts = Items(all, $"{path}/allOf");
            return parts.Count == 1
                ? ToNode(parts[0].Schema, parts[0].Path)
                : throw Wrong($"{path}/allOf", "several schemas at once are not supported");
        }

        return ToTyped(schema, path);
    }

    private GrammarNode ToTyped(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? ToObject(schema, path)
                : schema.TryGetProperty("items", out _) || schema.TryGetProperty("prefixItems", out _)
                    ? ToArray(schema, path)
                    : GrammarNode.Rule(JsonRules.Value);
        }

        if (type.ValueKind == JsonValueKind.Array && type.GetArrayLength() > 0)
        {
            return GrammarNode.Choice([.. type.EnumerateArray().Select(one => ToTyped(schema, one, path))]);
        }

        return ToTyped(schema, type, path);
    }

    private GrammarNode ToTyped(JsonElement schema, JsonElement type, string path) =>
        (type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
        {
            "object" => ToObject(schema, path),
            "array" => ToArray(schema, path),
            "string" => ToText(schema, path),
            "integer" => ToInteger(schema, path),
            "number" => ToNumber(schema, path),
            "boolean" => GrammarNode.Choice(GrammarNode.Text("true"), GrammarNode.Text("false")),
            "null" => GrammarNode.Text("null"),
            _ => throw Wrong($"{path}/type", "object, array, string, integer, number, boolean or null was expected"),
        };

    private RuleNode Refer(JsonElement reference, string path)
    {
        var target = reference.ValueKind == JsonValueKind.String ? reference.GetString()! : "";
        if (_references.TryGetValue(target, out var known))
        {
            return new RuleNode(known);
        }

        var schema = Resolve(target, path);
        var rule = NewRule();
        _references[target] = rule;
        _pending.Enqueue((rule, schema, target));
        return new RuleNode(rule);
    }

    /// <summary>Follows a JSON pointer inside the document; nothing else is ever opened.</summary>
    private JsonElement Resolve(string target, string path)
    {
        if (!target.StartsWith("#/", StringComparison.Ordinal))
        {
            throw Wrong($"{path}/$ref", "a reference inside the schema, like '#/$defs/name', was expected");
        }

        var element = _document;
        foreach (var part in target[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            element = element.ValueKind switch
            {
                JsonValueKind.Object when element.TryGetProperty(name, out var field) => field,
                JsonValueKind.Array when int.TryParse(
                    name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < element.GetArrayLength() => element[index],
                _ => throw Wrong($"{path}/$ref", $"the schema has no '{target}'"),
            };
        }

        return element;
    }

    private static GrammarNode OneOf(JsonElement values, string path)
    {
        if (values.ValueKind != JsonValueKind.Array || values.GetArrayLength() is 0 or > MaxEnum)
        {
            throw Wrong($"{path}/enum", $"1 to {MaxEnum} values were expected");
        }

        return GrammarNode.Choice([.. values.EnumerateArray().Select(JsonRules.Literal)]);
    }

    private static List<(JsonElement Schema, string Path)> Items(JsonElement array, string path)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() is 0 or > MaxEnum)
        {
            throw Wrong(path, $"an array of 1 to {MaxEnum} schemas was expected");
        }

        return [.. array.EnumerateArray().Select((item, index) =>
            (item, string.Create(CultureInfo.InvariantCulture, $"{path}/{index}")))];
    }

    private string NewRule() => string.Create(CultureInfo.InvariantCulture, $"{_prefix}schema-{++_lastRule}");

    private static InferenceException Wrong(string path, string what) =>
        GrammarLimits.Wrong($"The schema cannot be used at '{(path.Length == 0 ? "#" : path)}': {what}.");
}
