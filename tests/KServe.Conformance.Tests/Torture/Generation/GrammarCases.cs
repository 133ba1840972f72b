using System.Globalization;

namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>Rows O-09 to O-11: what answers have to look like.</summary>
internal static class GrammarCases
{
    private const string Short = "\"max_tokens\":4";
    private const string SchemaField = "response_format.json_schema.schema";

    public static IReadOnlyList<OpenAiCase> All { get; } = [.. Formats(), .. Expressions(), .. Schemas()];

    private static IEnumerable<OpenAiCase> Formats() =>
    [
        Format("O-09 no json_schema", """{"type":"json_schema"}""", "response_format.json_schema"),
        Format("O-09 no schema", """{"type":"json_schema","json_schema":{"name":"x"}}""", SchemaField),
        Format("O-09 null", """{"type":"json_schema","json_schema":{"schema":null}}""", SchemaField),
        Format("O-09 type", """{"type":"xml"}""", "response_format.type"),
        Format("O-09 no type", "{}", "response_format.type"),
        Format("O-09 text", "\"json_object\"", "response_format"),
        Schema("O-09 number", "3"),
        Schema("O-09 stsring", """{"type":"stsring"}"""),
        Schema("O-09 type number", """{"type":5}"""),
        Schema("O-09 properties list", """{"type":"object","properties":[]}"""),
        Schema("O-09 items text", """{"type":"array","items":"x"}"""),
        Schema("O-09 enum text", """{"enum":"x"}"""),
        Schema("O-09 empty enum", """{"enum":[]}"""),
        Schema("O-09 minimum text", """{"type":"integer","minimum":"x"}"""),
        Schema("O-09 not", """{"not":{}}"""),
        Schema("O-09 pattern", """{"type":"string","pattern":"("}"""),
        Schema("O-09 negative length", """{"type":"string","minLength":-1}"""),
        Schema("O-09 text", "\"{\""),
        Schema("O-09 surrogate", """{"const":"\ud800"}"""),
        OpenAiCase.Chat("O-09 two", "\"structured_outputs\":{\"regex\":\"a\",\"json_object\":true}"),
        OpenAiCase.Chat("O-09 none", "\"structured_outputs\":{}"),
        OpenAiCase.Chat("O-09 no choices", "\"structured_outputs\":{\"choice\":[]}", "structured_outputs.choice"),
        Schema("O-09 right", """{"type":"object","properties":{"a":{"type":"integer"}}}""").Right("\"content\":\"{"),
    ];

    private static IEnumerable<OpenAiCase> Expressions() =>
    [
        Regex("O-10 30 000 (", new string('(', 30_000)),
        Regex("O-10 a{1000}{1000}", "a{1000}{1000}"),
        Regex("O-10 a{1000000}", "a{1000000}"),
        Regex("O-10 a{2,1}", "a{2,1}"),
        Regex("O-10 look-ahead", "(?=a)b"),
        Regex("O-10 negative look-behind", "(?<!a)b"),
        Regex("O-10 back reference", "(a)\\\\1"),
        Regex("O-10 word border", "\\\\bword"),
        Regex("O-10 open class", "[a"),
        Regex("O-10 open group", "(a"),
        Regex("O-10 closed group", "a)"),
        Regex("O-10 nothing to repeat", "*a"),
        Regex("O-10 empty", ""),
        Regex("O-10 1 MB + 1", new string('a', (1 << 20) + 1)),

        // What explodes where an automaton is made deterministic, or where repetitions are written out.
        Regex("O-10 nested bounds", "((a{1,100}){1,100}){1,100}"),
        Regex("O-10 nested bounds of nothing", "((a{0,20}){0,20}){0,100}"),
        Regex("O-10 nested bounds behind a letter", "a((b{0,20}){0,20}){0,100}"),
        Regex("O-10 huge classes", $"({string.Concat(Enumerable.Repeat("[^\\u0100-\\uffee]", 200))}){{500}}"),
        Regex("O-10 many derivations", Alternatives(300)),
        Regex("O-10 2^31 states", "(a|b)*a(a|b){30}").Right("\"choices\""),
        Regex("O-10 2^1001 states", "(.|\\n)*[ae](.|\\n){1000}").Right("\"choices\""),
        Regex("O-10 huge class", "[^\\u0100-\\uffee]{1,300}").Right("\"choices\""),

        // What makes backtracking explode is an expression like any other to an automaton.
        Regex("O-10 (a+)+b", "(a+)+b").Right("\"content\":\"a"),
        Regex("O-10 (a|a)*b", "(a|a)*b").Right("\"choices\""),
        Regex("O-10 (.*)*(.*)*x", "(.*)*(.*)*x").Right("\"choices\""),
    ];

    private static IEnumerable<OpenAiCase> Schemas() =>
    [
        Schema("O-11 $ref to itself", """{"$ref":"#"}"""),
        Schema(
            "O-11 $ref loop",
            """{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}"""),
        Schema("O-11 $ref to nothing", """{"$ref":"#/$defs/absent"}"""),
        Schema("O-11 remote $ref", """{"$ref":"http://127.0.0.1:CANARY/schema.json"}"""),
        Schema(
            "O-11 remote $ref in a property",
            """{"type":"object","properties":{"a":{"$ref":"http://127.0.0.1:CANARY/"}}}"""),
        Schema("O-11 file $ref", """{"$ref":"file:///etc/hostname"}"""),
        Schema("O-11 enum of 100 000", $$"""{"enum":[{{Numbers(100_000)}}]}"""),
        Schema("O-11 1 000 deep as text", $"\"{Nested(1000)}\""),
        Schema("O-11 100 000 deep as text", $"\"{Nested(100_000)}\""),
        new("O-11 1 000 deep", OpenAiCase.Chat("O-11", Given(Nested(1000).Replace("\\", "", StringComparison.Ordinal)))
            .Body),
        Schema("O-11 minItems of 1 000 000", """{"type":"array","items":{},"minItems":1000000}"""),
        Schema("O-11 minLength of 10 000 forty times", $$"""{"type":"object","properties":{ {{Long(40)}} } }"""),
        Schema(
            "O-11 too many properties",
            $$"""{"type":"object","properties":{ {{Properties(20_000)}} } }"""),
        Grammar("O-11 left recursion", "root ::= root \\\"a\\\" | \\\"b\\\""),
        Grammar("O-11 hidden left recursion", "root ::= x root | \\\"b\\\"\\nx ::= \\\"a\\\"?"),
        Grammar("O-11 no root", "a ::= \\\"b\\\""),
        Grammar("O-11 rule that is not there", "root ::= absent"),
        Grammar("O-11 not a grammar", "root := \\\"a\\\""),
        Grammar("O-11 nested", $"root ::= {new string('(', 30_000)}"),
        Schema("O-11 recursive", """{"type":"object","properties":{"next":{"$ref":"#"}}}""").Right("\"choices\""),
    ];

    private static OpenAiCase Format(string name, string format, string parameter) =>
        OpenAiCase.Chat(name, $"\"response_format\":{format},{Short}", parameter);

    private static OpenAiCase Schema(string name, string schema) => OpenAiCase.Chat(name, Given(schema), SchemaField);

    private static string Given(string schema) =>
        $$$"""
        "response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{{{schema}}}}},{{{Short}}}
        """;

    private static OpenAiCase Regex(string name, string expression) => OpenAiCase.Chat(
        name, $$"""
        "structured_outputs":{"regex":"{{expression}}"},{{Short}}
        """, "structured_outputs.regex");

    // Every letter of a text may be the beginning of each alternative.
    private static string Alternatives(int count) =>
        $"[ -~]*[a-z ]({string.Join('|', Enumerable.Range(1, count).Select(static i => $"[ -~]{{{i}}}"))})";

    private static OpenAiCase Grammar(string name, string grammar) => OpenAiCase.Chat(
        name, $$"""
        "structured_outputs":{"grammar":"{{grammar}}"},{{Short}}
        """, "structured_outputs.grammar");

    private static string Numbers(int count) => string.Join(
        ',', Enumerable.Range(0, count).Select(static i => i.ToString(CultureInfo.InvariantCulture)));

    private static string Properties(int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(static i => $"\"p{i}\":true"));

    private static string Long(int count) => string.Join(',', Enumerable.Range(0, count).Select(static i =>
        $"\"p{i}\":{{\"type\":\"string\",\"minLength\":10000}}"));

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\\\"items\\\":", depth)) + "{}" + new string('}', depth);
}
