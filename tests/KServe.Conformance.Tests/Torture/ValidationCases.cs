using System.Globalization;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group V over HTTP: requests that are JSON, but wrong.</summary>
internal static class ValidationCases
{
    private const string Eight = "[0,0,0,0,0,0,0,0]";
    private static readonly string Sixteen = Numbers(16);

    public static IReadOnlyList<RestCase> All { get; } =
    [
        .. Inputs(), .. Outputs(), .. DataTypes(), .. Shapes(), .. Batches(), .. Values(), .. Texts(), .. Others(),
    ];

    private static IEnumerable<RestCase> Inputs() =>
    [
        new("V-01 empty list of inputs", """{"inputs":[]}""") { Path = RestCase.Multi3, Names = ["'a'", "'b'", "'c'"] },
        new("V-01 no list of inputs", "{}") { Path = RestCase.Multi3 },
        Multi("V-02 unknown input name", Rows("a", "b", "c", "zzz")) with { Names = ["zzz"] },
        Multi("V-02 wrong name of a required input", Rows("a", "b", "zzz")) with { Names = ["'c'", "zzz"] },
        Multi("V-02 duplicate input name", Rows("a", "b", "c", "b")) with { Names = ["'b'"] },
        Multi("V-02 optional input left out", Rows("a", "b", "c")) with { Allowed = [200] },
    ];

    private static IEnumerable<RestCase> Outputs() =>
    [
        Multi("V-03 duplicate output name", Rows("a", "b", "c"), """[{"name":"sum"},{"name":"sum"}]""") with
        {
            Names = ["sum"],
        },
        Multi("V-03 unknown output", Rows("a", "b", "c"), """[{"name":"zzz"}]""") with { Names = ["zzz"] },
        Multi("V-03 output without a name", Rows("a", "b", "c"), "[{}]"),
        Multi("V-03 one of the outputs", Rows("a", "b", "c"), """[{"name":"first"}]""") with { Allowed = [200] },
    ];

    private static IEnumerable<RestCase> DataTypes() =>
    [
        RestCase.Input("V-04 datatype FP33", "[1]", "\"FP33\"", "[1]") with { Names = ["datatype"] },
        RestCase.Input("V-04 datatype fp32", "[1]", "\"fp32\"", "[1]") with { Names = ["datatype"] },
        RestCase.Input("V-04 datatype empty", "[1]", "\"\"", "[1]") with { Names = ["datatype"] },
        RestCase.Input("V-04 datatype number", "[1]", "123", "[1]") with { Names = ["datatype"] },
        RestCase.Input("V-04 datatype null", "[1]", "null", "[1]") with { Names = ["datatype"] },
        Multi("V-05 INT32 to a model of FP32", Rows("b", "c") + "," + Row("a", "[1,8]", "INT32", Eight)) with
        {
            Names = ["'a'", "FP32"],
        },
    ];

    private static IEnumerable<RestCase> Shapes() =>
    [
        RestCase.Input("V-06 15 values for 16", "[16]", "\"FP32\"", Numbers(15)),
        RestCase.Input("V-06 17 values for 16", "[16]", "\"FP32\"", Numbers(17)),
        RestCase.Input("V-06 18 values for 16", "[16]", "\"FP32\"", Numbers(18)),
        RestCase.Input("V-06 no values for 16", "[16]", "\"FP32\"", "[]"),
        RestCase.Input("V-07 ragged rows", "[2,2]", "\"FP32\"", "[[1,2],[3]]"),
        RestCase.Input("V-07 deeper than the rank", "[2,2]", "\"FP32\"", "[[[1],[2]],[[3],[4]]]"),
        RestCase.Input("V-07 rows of another length", "[2,2]", "\"FP32\"", "[[1,2,3],[4]]"),
        RestCase.Input("V-07 numbers beside rows", "[2,2]", "\"FP32\"", "[[1,2],3,4]"),
        RestCase.Input("V-07 flat", "[2,2]", "\"FP32\"", "[1,2,3,4]") with { Allowed = [200] },
        RestCase.Input("V-07 nested", "[2,2]", "\"FP32\"", "[[1,2],[3,4]]") with { Allowed = [200] },
        RestCase.Input("V-08 negative dimension", "[2,-5]", "\"FP32\"", "[1,2]") with { Names = ["shape"] },
        RestCase.Input("V-08 unknown dimension", "[-1]", "\"FP32\"", "[1]") with { Names = ["shape"] },
        RestCase.Input("V-09 product overflows to 32", "[16,1152921504606846978]", "\"FP32\"", Sixteen),
        RestCase.Input("V-09 product overflows to 8", "[4,1152921504606846978]", "\"INT8\"", "[1,2,3,4,5,6,7,8]"),
        RestCase.Input("V-09 larger than memory", "[4611686018427387904]", "\"UINT8\"", "[1]"),
        RestCase.Input("V-10 zero dimension", "[0]", "\"FP32\"", "[]") with { Allowed = [200] },
        RestCase.Input("V-10 zero times huge", "[0,4611686018427387904]", "\"FP32\"", "[]") with
        {
            Allowed = [200, 400],
        },
        RestCase.Input("V-11 rank 0", "[]", "\"FP32\"", "[1]") with { Allowed = [200, 400] },
        RestCase.Input("V-11 rank 1000", $"[{string.Join(',', Enumerable.Repeat('1', 1000))}]", "\"FP32\"", "[1]"),
        RestCase.Input("V-12 fraction as dimension", "[1.5]", "\"FP32\"", "[1]") with { Names = ["shape"] },
        RestCase.Input("V-12 text as dimension", "[\"2\"]", "\"FP32\"", "[1,2]") with { Names = ["shape"] },
        RestCase.Input("V-12 shape null", "null", "\"FP32\"", "[1]") with { Names = ["shape"] },
        RestCase.Input("V-12 shape object", "{}", "\"FP32\"", "[1]") with { Names = ["shape"] },
        RestCase.Input("V-12 dimension beyond 64 bits", "[9223372036854775808]", "\"FP32\"", "[1]"),
    ];

    private static IEnumerable<RestCase> Batches() =>
    [
        Multi("V-13 batch beyond the limit", string.Join(',', new[] { "a", "b", "c" }.Select(name =>
            Row(name, "[9,8]", "FP32", Numbers(72))))) with { Names = ["9", "8"] },
        Multi("V-13 inputs disagree in batch", Rows("a", "b") + "," + Row("c", "[2,8]", "FP32", Sixteen)) with
        {
            Names = ["'c'"],
        },
    ];

    private static IEnumerable<RestCase> Values() =>
    [
        RestCase.Input("V-14 INT8 128", "[1]", "\"INT8\"", "[128]"),
        RestCase.Input("V-14 UINT8 -1", "[1]", "\"UINT8\"", "[-1]"),
        RestCase.Input("V-14 INT64 2^63", "[1]", "\"INT64\"", "[9223372036854775808]"),
        RestCase.Input("V-14 UINT64 2^64", "[1]", "\"UINT64\"", "[18446744073709551616]"),
        RestCase.Input("V-14 INT32 1.5", "[1]", "\"INT32\"", "[1.5]"),
        RestCase.Input("V-14 UINT64 2^64-1", "[1]", "\"UINT64\"", "[18446744073709551615]") with
        {
            Allowed = [200], Contains = "[18446744073709551615]",
        },
        RestCase.Input("V-14 INT64 -2^63", "[1]", "\"INT64\"", "[-9223372036854775808]") with
        {
            Allowed = [200], Contains = "[-9223372036854775808]",
        },
        RestCase.Input("V-15 FP32 1e39", "[1]", "\"FP32\"", "[1e39]"),
        RestCase.Input("V-15 FP64 1e999", "[1]", "\"FP64\"", "[1e999]"),
        RestCase.Input("V-15 text NaN", "[1]", "\"FP32\"", "[\"NaN\"]"),
        RestCase.Input("V-15 literal NaN", "[1]", "\"FP32\"", "[NaN]"),
        RestCase.Input("V-15 literal Infinity", "[1]", "\"FP64\"", "[Infinity]"),
        RestCase.Input("V-17 BOOL 2", "[1]", "\"BOOL\"", "[2]"),
        RestCase.Input("V-17 BOOL text", "[1]", "\"BOOL\"", "[\"true\"]"),
        RestCase.Input("V-17 BOOL", "[2]", "\"BOOL\"", "[true,false]") with
        {
            Allowed = [200], Contains = "[true,false]",
        },
        RestCase.Input("V-20 FP16 in JSON", "[1]", "\"FP16\"", "[1]") with { Names = ["FP16"] },
        RestCase.Input("V-20 BF16 in JSON", "[1]", "\"BF16\"", "[1]") with { Names = ["BF16"] },
    ];

    private static IEnumerable<RestCase> Texts() =>
    [
        RestCase.Input("V-18 lone high surrogate", "[1]", "\"BYTES\"", "[\"\\ud800\"]"),
        RestCase.Input("V-18 lone low surrogate", "[1]", "\"BYTES\"", "[\"a\\udc00b\"]"),
        RestCase.Input("V-24 id of 1 MB", "[1]", "\"FP32\"", "[1]") with
        {
            Body = System.Text.Encoding.UTF8.GetBytes(
                $$"""{"id":"{{new string('i', 1 << 20)}}","inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}"""),
            Names = ["id"],
        },
        WithId("V-24 id with CRLF", "\"a\\r\\nInjected: b\"") with
        {
            Allowed = [200, 400], Contains = "a\\r\\nInjected: b",
        },
        WithId("V-24 id empty", "\"\"") with { Allowed = [200] },
        WithId("V-24 id number", "7") with { Names = ["id"] },
    ];

    private static IEnumerable<RestCase> Others() =>
    [
        .. new[] { "0", "-1", "abc", "99999999999999999999" }.Select(static version =>
            RestCase.Input($"V-21 version {version}", "[1]", "\"FP32\"", "[1]") with
            {
                Path = $"/v2/models/identity/versions/{version}/infer", Allowed = [404, 400],
            }),
        WithParameters("V-22 100 000 parameters", string.Join(',', Enumerable.Range(0, 100_000).Select(static i =>
            $"\"p{i}\":{i}"))),
        WithParameters("V-22 parameter is an object", "\"p\":{\"q\":1}") with { Names = ["p"] },
        WithParameters("V-22 parameter is an array", "\"p\":[1]") with { Names = ["p"] },
        WithParameters("V-23 reserved prefix", "\"triton_enable_empty_final_response\":true") with
        {
            Names = ["triton_"],
        },
        WithParameters("V-23 reserved headers", "\"headers\":\"x\"") with { Names = ["headers"] },
        new("V-25 10 000 inputs", $"{{\"inputs\":[{string.Join(',', Enumerable.Range(0, 10_000).Select(static i =>
            Row($"x{i}", "[1]", "FP32", "[1]")))}]}}"),
        new("V-25 10 000 outputs", $"{{\"inputs\":[{Row("x", "[1]", "FP32", "[1]")}],\"outputs\":[{
            string.Join(',', Enumerable.Range(0, 10_000).Select(static i => $"{{\"name\":\"y{i}\"}}"))}]}}"),
    ];

    private static RestCase Multi(string name, string inputs, string? outputs = null) => new(
        name,
        outputs is null ? $$"""{"inputs":[{{inputs}}]}""" : $$"""{"inputs":[{{inputs}}],"outputs":{{outputs}}}""")
    {
        Path = RestCase.Multi3,
    };

    private static RestCase WithId(string name, string id) => new(
        name, $$"""{"id":{{id}},"inputs":[{{Row("x", "[1]", "FP32", "[1]")}}]}""");

    private static RestCase WithParameters(string name, string parameters) => new(
        name, $$"""{"parameters":{{{parameters}}},"inputs":[{{Row("x", "[1]", "FP32", "[1]")}}]}""");

    private static string Rows(params string[] names) =>
        string.Join(',', names.Select(static name => Row(name, "[1,8]", "FP32", Eight)));

    private static string Row(string name, string shape, string datatype, string data) =>
        $$"""{"name":"{{name}}","shape":{{shape}},"datatype":"{{datatype}}","data":{{data}}}""";

    private static string Numbers(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(static i =>
        i.ToString(CultureInfo.InvariantCulture)))}]";
}
