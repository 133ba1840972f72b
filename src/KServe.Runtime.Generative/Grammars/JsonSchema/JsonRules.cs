using System.Text.Encodings.Web;
using System.Text.Json;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>The rules of JSON itself, which every schema builds on.</summary>
internal static class JsonRules
{
    public const string Value = "json";
    public const string Object = "json-object";
    public const string Array = "json-array";
    public const string String = "json-string";
    public const string Character = "json-character";
    public const string Integer = "json-integer";
    public const string Number = "json-number";
    public const string Space = "json-space";
    private const int MaxSpace = 16;

    // What a JSON text need not escape.
    private static readonly CodePointSet Plain =
        CodePointSet.Of((0x20, 0x21), (0x23, 0x5B), (0x5D, CodePointSet.Last));

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets the rules; a model that likes blank space too much must not write it for ever.</summary>
    public static Dictionary<string, GrammarNode> Create()
    {
        var digit = Class(('0', '9'));
        var digits = GrammarNode.Repeat(digit, 1);
        var hex = Class(('0', '9'), ('A', 'F'), ('a', 'f'));
        var member = GrammarNode.Sequence(Rule(String), Rule(Space), Text(":"), Rule(Space), Rule(Value));
        return new Dictionary<string, GrammarNode>(StringComparer.Ordinal)
        {
            [Space] = GrammarNode.Repeat(Class((' ', ' '), ('\n', '\n'), ('\t', '\t')), 0, MaxSpace),
            [Character] = GrammarNode.Choice(
                new ClassNode(Plain),
                GrammarNode.Sequence(Text("\\"), Class(('"', '"'), ('\\', '\\'), ('/', '/'), ('b', 'b'), ('f', 'f'),
                    ('n', 'n'), ('r', 'r'), ('t', 't'))),
                GrammarNode.Sequence(Text("\\u"), EscapedUnit(hex))),
            [String] = GrammarNode.Sequence(Text("\""), GrammarNode.Repeat(Rule(Character), 0), Text("\"")),
            [Integer] = GrammarNode.Sequence(
                GrammarNode.Optional(Text("-")),
                GrammarNode.Choice(
                    Text("0"), GrammarNode.Sequence(Class(('1', '9')), GrammarNode.Repeat(digit, 0, 18)))),
            [Number] = GrammarNode.Sequence(
                Rule(Integer),
                GrammarNode.Optional(GrammarNode.Sequence(Text("."), digits)),
                GrammarNode.Optional(GrammarNode.Sequence(
                    Class(('E', 'E'), ('e', 'e')),
                    GrammarNode.Optional(Class(('+', '+'), ('-', '-'))),
                    GrammarNode.Repeat(digit, 1, 3)))),
            [Object] = Enclose("{", member, "}"),
            [Array] = Enclose("[", Rule(Value), "]"),
            [Value] = GrammarNode.Choice(
                Rule(Object), Rule(Array), Rule(String), Rule(Number), Text("true"), Text("false"), Text("null")),
        };
    }

    /// <summary>Gets a list in brackets.</summary>
    public static GrammarNode Enclose(string open, GrammarNode item, string close, int min = 0, int? max = null)
    {
        if (max == 0)
        {
            return GrammarNode.Sequence(Text(open), Rule(Space), Text(close));
        }

        var more = GrammarNode.Repeat(
            GrammarNode.Sequence(Comma(), item), Math.Max(0, min - 1), max is null ? null : max - 1);
        var items = GrammarNode.Sequence(item, more);
        return GrammarNode.Sequence(
            Text(open), Rule(Space), min == 0 ? GrammarNode.Optional(items) : items, Rule(Space), Text(close));
    }

    public static GrammarNode Comma() => GrammarNode.Sequence(Rule(Space), Text(","), Rule(Space));

    /// <summary>Gets the text of a value, written without blank space.</summary>
    public static GrammarNode Literal(JsonElement value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            value.WriteTo(json);
        }

        return Text(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Gets the text of a string, in quotes.</summary>
    public static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    /// <summary>Spells one character of a class inside a string.</summary>
    public static GrammarNode InString(CodePointSet set)
    {
        List<GrammarNode> options = [];
        List<(int Low, int High)> plain = [];
        foreach (var (low, high) in set.Ranges)
        {
            plain.AddRange(Intersect(low, high));
            for (var value = low; value <= Math.Min(high, '\\'); value++)
            {
                if (value < 0x20 || value is '"' or '\\')
                {
                    options.Add(Text(Quote(((char)value).ToString())[1..^1]));
                }
            }
        }

        if (plain.Count > 0)
        {
            options.Add(new ClassNode(CodePointSet.Of(plain)));
        }

        return GrammarNode.Choice(options);
    }

    // Half a surrogate pair is no character, and a reader may refuse it.
    private static GrammarNode EscapedUnit(GrammarNode hex) => GrammarNode.Choice(
        GrammarNode.Sequence(Class(('0', '9'), ('A', 'C'), ('E', 'F'), ('a', 'c'), ('e', 'f')), hex, hex, hex),
        GrammarNode.Sequence(Class(('D', 'D'), ('d', 'd')), Class(('0', '7')), hex, hex));

    private static IEnumerable<(int Low, int High)> Intersect(int low, int high) => Plain.Ranges
        .Select(range => (Low: Math.Max(low, range.Low), High: Math.Min(high, range.High)))
        .Where(static range => range.Low <= range.High);

    private static ClassNode Class(params (int Low, int High)[] ranges) => new(CodePointSet.Of(ranges));

    private static GrammarNode Rule(string name) => GrammarNode.Rule(name);

    private static GrammarNode Text(string text) => GrammarNode.Text(text);
}
