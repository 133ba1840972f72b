using System.Text;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group J: bodies that are no JSON, or JSON of the worst kind.</summary>
internal static class JsonCases
{
    private const string Valid = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    /// <summary>Gets bodies that every route that takes JSON has to refuse.</summary>
    public static IReadOnlyList<RestCase> Malformed { get; } =
    [
        .. new[] { 65, 120, 250_000 }.Select(static depth => new RestCase(
            $"J-01 depth {depth}", "{\"inputs\":" + new string('[', depth) + new string(']', depth) + "}")),
        new("J-01 objects 250 000 deep", string.Concat(Enumerable.Repeat("{\"a\":", 250_000))),
        new("J-03 truncated", """{"inputs":[{"name":"x","""),
        new("J-03 trailing garbage", "{}x"),
        new("J-03 two documents", "{}{}"),
        new("J-03 empty", ""),
        new("J-03 blank", "  "),
        new("J-03 null", "null"),
        new("J-03 array", "[]"),
        new("J-03 number", "1"),
        new("J-03 text", "\"inputs\""),
        new("J-04 UTF-16 body", Encoding.Unicode.GetBytes(Valid)),
        new("J-04 invalid UTF-8 in a key", [.. "{\""u8, 0xff, 0xfe, .. "\":1}"u8]),
        new("J-05 number of 10 MB", $"{{\"a\":{new string('9', 10_000_000)}}}"),
        new("J-05 key of 10 MB", $"{{\"{new string('k', 10_000_000)}\":1}}"),
        new("J-05 10^6 keys", $"{{{string.Join(',', Enumerable.Range(0, 1_000_000).Select(static i => $"\"{i}\":1"))}}}"),
        new("J-06 __proto__ twice", """{"__proto__":{},"__proto__":{}}"""),
    ];

    /// <summary>Gets bodies for the inference route of V2.</summary>
    public static IReadOnlyList<RestCase> V2 { get; } =
    [
        new("J-02 duplicate inputs", $$"""{"inputs":[],{{Valid[1..]}}"""),
        new("J-02 duplicate key of a tensor", Valid.Replace(
            "\"name\"", "\"name\":\"y\",\"name\"", StringComparison.Ordinal)),
        new("J-02 duplicate by escape", Valid.Replace(
            "\"name\"", "\"n\\u0061me\":\"y\",\"name\"", StringComparison.Ordinal)),
        new("J-02 duplicate unknown key", $$"""{"z":1,"z":2,{{Valid[1..]}}"""),
        new("J-02 duplicate parameter", $$"""{"parameters":{"p":1,"p":2},{{Valid[1..]}}"""),
        new("J-02 case variant is another key", $$"""{"Inputs":7,{{Valid[1..]}}""") { Allowed = [200, 400] },
        new("J-04 invalid UTF-8 in a text",
        [
            .. """{"id":"""u8, (byte)'"', 0xc3, 0x28, (byte)'"', (byte)',', .. Encoding.UTF8.GetBytes(Valid[1..]),
        ]),
        new("J-04 BOM", [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Valid)]) { Allowed = [200, 400] },
        new("J-05 number of 10 MB as value", Valid.Replace(
            "[1]}", $"[{new string('1', 10_000_000)}]}}", StringComparison.Ordinal)),
        new("J-06 __proto__ and constructor", $$"""{"__proto__":{"inputs":[]},"constructor":{"name":1},{{Valid[1..]}}""")
        {
            Allowed = [200],
        },
        new("J-06 __proto__ as tensor name", Valid.Replace("\"x\"", "\"__proto__\"", StringComparison.Ordinal))
        {
            Allowed = [200], Contains = "__proto__",
        },
        new("J-07 text/plain", Valid) { ContentType = "text/plain", Allowed = [415] },
        new("J-07 no content type", Valid) { ContentType = null, Allowed = [415, 200] },
        new("J-07 charset utf-16", Valid) { ContentType = "application/json; charset=utf-16", Allowed = [415] },
        new("J-07 charset utf-8", Valid) { ContentType = "application/json; charset=utf-8", Allowed = [200] },
        new("inputs is an object", """{"inputs":{}}""") { Names = ["inputs"] },
        new("input is a number", """{"inputs":[1]}""") { Names = ["inputs"] },
        new("data is a text", Valid.Replace("[1]}", "\"1\"}", StringComparison.Ordinal)) { Names = ["data"] },
        new("data holds an object", Valid.Replace("[1]}", "[{}]}", StringComparison.Ordinal)) { Names = ["data"] },
    ];

    /// <summary>Gets bodies for the prediction route of V1.</summary>
    public static IReadOnlyList<RestCase> V1 { get; } =
    [
        new("V1 no instances", "{}") { Names = ["instances"] },
        new("V1 instances is no list", """{"instances":7}""") { Names = ["instances"] },
        new("V1 ragged instances", """{"instances":[[1,2],[3]]}"""),
        new("V1 instances of mixed kinds", """{"instances":[1,"a"]}"""),
        new("V1 1e999", """{"instances":[1e999]}"""),
        new("V1 NaN", """{"instances":[NaN]}"""),
        new("V1 lone surrogate", """{"instances":["\ud800"]}"""),
        new("V1 duplicate instances", """{"instances":[1],"instances":[2]}"""),
        new("V1 duplicate key in an instance", """{"instances":[{"a":1,"a":2}]}"""),
        new("V1 text/plain", """{"instances":[1]}""") { ContentType = "text/plain", Allowed = [415] },
        new("V1 charset utf-16", """{"instances":[1]}""")
        {
            ContentType = "application/json; charset=utf-16", Allowed = [415],
        },
    ];
}
