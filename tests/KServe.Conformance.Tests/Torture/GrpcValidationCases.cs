using KServe.Conformance.Tests.Clients;

namespace KServe.Conformance.Tests.Torture;

/// <summary>Group V over gRPC, as far as its types let the mistakes be made.</summary>
internal static class GrpcValidationCases
{
    private const string Eight = "\"contents\":{\"fp32_contents\":[0,0,0,0,0,0,0,0]}";

    public static IReadOnlyList<GrpcCase> All { get; } =
    [
        Multi("V-01 no inputs", "") with { Names = ["'a'", "'b'", "'c'"] },
        Multi("V-02 unknown input name", Rows("a", "b", "c", "zzz")) with { Names = ["zzz"] },
        Multi("V-02 duplicate input name", Rows("a", "b", "c", "c")) with { Names = ["'c'"] },
        Multi("V-03 duplicate output name", Rows("a", "b", "c"), """{"name":"sum"},{"name":"sum"}""") with
        {
            Names = ["sum"],
        },
        Multi("V-03 unknown output", Rows("a", "b", "c"), """{"name":"zzz"}""") with { Names = ["zzz"] },
        GrpcCase.Input("V-04 datatype FP33", Input("FP33", "1")) with { Names = ["datatype"] },
        GrpcCase.Input("V-04 datatype fp32", Input("fp32", "1")) with { Names = ["datatype"] },
        GrpcCase.Input("V-04 datatype empty", Input("", "1")) with { Names = ["datatype"] },
        Multi("V-05 INT32 to a model of FP32", Rows("b", "c") + "," +
            """{"name":"a","datatype":"INT32","shape":[1,8],"contents":{"int_contents":[0,0,0,0,0,0,0,0]}}""") with
        {
            Names = ["'a'", "FP32"],
        },
        GrpcCase.Input("V-06 one value for two", Input("FP32", "2")),
        GrpcCase.Input("V-08 negative dimension", Input("FP32", "2,-5")) with { Names = ["shape"] },
        GrpcCase.Input("V-08 unknown dimension", Input("FP32", "-1")) with { Names = ["shape"] },
        GrpcCase.Input("V-09 product overflows", Input("FP32", "16,\"1152921504606846978\"")),
        GrpcCase.Input("V-10 zero times huge", """
            {"name":"x","datatype":"FP32","shape":[0,"4611686018427387904"],"contents":{}}
            """) with { Allowed = [GrpcCode.Ok, GrpcCode.InvalidArgument] },
        GrpcCase.Input("V-11 rank 0", """
            {"name":"x","datatype":"FP32","shape":[],"contents":{"fp32_contents":[1]}}
            """) with { Allowed = [GrpcCode.Ok, GrpcCode.InvalidArgument] },
        GrpcCase.Input("V-11 rank 1000", Input("FP32", string.Join(',', Enumerable.Repeat('1', 1000)))),
        Multi("V-13 inputs disagree in batch", Rows("a", "b") + "," +
            """{"name":"c","datatype":"FP32","shape":[2,8],"contents":{"fp32_contents":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}}""") with
        {
            Names = ["'c'"],
        },
        GrpcCase.Input("V-14 INT8 128", """
            {"name":"x","datatype":"INT8","shape":[1],"contents":{"int_contents":[128]}}
            """),
        GrpcCase.Input("V-14 UINT8 256", """
            {"name":"x","datatype":"UINT8","shape":[1],"contents":{"uint_contents":[256]}}
            """),
        Version("0"), Version("-1"), Version("abc"), Version("99999999999999999999"),
        new("V-23 reserved prefix", """
            {"model_name":"identity","parameters":{"triton_x":{"bool_param":true}},
             "inputs":[{"name":"x","datatype":"FP32","shape":[1],"contents":{"fp32_contents":[1]}}]}
            """) { Names = ["triton_"] },
        new("V-24 id of 1 MB", $$$"""
            {"model_name":"identity","id":"{{{new string('i', 1 << 20)}}}",
             "inputs":[{"name":"x","datatype":"FP32","shape":[1],"contents":{"fp32_contents":[1]}}]}
            """) { Names = ["id"] },
        new("V-25 10 000 inputs", $$"""
            {"model_name":"identity","inputs":[{{string.Join(',', Enumerable.Range(0, 10_000).Select(static i =>
                $$$"""{"name":"x{{{i}}}","datatype":"FP32","shape":[1],"contents":{"fp32_contents":[1]}}"""))}}]}
            """),
        new("V-25 10 000 outputs", $$"""
            {"model_name":"identity","inputs":[{{Input("FP32", "1")}}],"outputs":[{{
                string.Join(',', Enumerable.Range(0, 10_000).Select(static i => $$"""{"name":"y{{i}}"}"""))}}]}
            """),
        GrpcCase.Input("B-10 int_contents for FP32", """
            {"name":"x","datatype":"FP32","shape":[1],"contents":{"int_contents":[1]}}
            """),
        GrpcCase.Input("B-10 two kinds of contents", """
            {"name":"x","datatype":"FP32","shape":[1],"contents":{"fp32_contents":[1],"int_contents":[1]}}
            """),
        GrpcCase.Input("V-20 FP16 typed", """
            {"name":"x","datatype":"FP16","shape":[1],"contents":{"fp32_contents":[1]}}
            """),
        new("B-09 fewer raw contents than inputs", """
            {"model_name":"identity","raw_input_contents":["AACAPw=="],
             "inputs":[{"name":"x","datatype":"FP32","shape":[1]},{"name":"y","datatype":"FP32","shape":[1]}]}
            """),
        new("B-09 more raw contents than inputs", """
            {"model_name":"identity","raw_input_contents":["AACAPw==","AACAPw=="],
             "inputs":[{"name":"x","datatype":"FP32","shape":[1]}]}
            """),
        new("B-09 raw and typed contents", """
            {"model_name":"identity","raw_input_contents":["AACAPw=="],
             "inputs":[{"name":"x","datatype":"FP32","shape":[1],"contents":{"fp32_contents":[1]}}]}
            """),
        new("B-03 raw contents too long", """
            {"model_name":"identity","raw_input_contents":["AACAPwAAgD8="],
             "inputs":[{"name":"x","datatype":"FP32","shape":[1]}]}
            """),
        new("B-07 BYTES prefix beyond the end", """
            {"model_name":"identity","raw_input_contents":["/////2E="],
             "inputs":[{"name":"x","datatype":"BYTES","shape":[1]}]}
            """),
        new("B-07 BYTES prefix cut", """
            {"model_name":"identity","raw_input_contents":["AQAA"],
             "inputs":[{"name":"x","datatype":"BYTES","shape":[1]}]}
            """),
        new("unknown model", """{"model_name":"nobody"}""") { Allowed = [GrpcCode.NotFound] },
        new("no model name", """{"inputs":[]}""") { Allowed = [GrpcCode.InvalidArgument, GrpcCode.NotFound] },
        new("decoupled model called for one answer", """
            {"model_name":"repeat","inputs":[{"name":"count","datatype":"INT32","shape":[1],"contents":{"int_contents":[1]}}]}
            """) { Allowed = [GrpcCode.Unimplemented, GrpcCode.InvalidArgument] },
    ];

    private static GrpcCase Multi(string name, string inputs, string outputs = "") => new(
        name, $$"""{"model_name":"multi3","inputs":[{{inputs}}],"outputs":[{{outputs}}]}""");

    private static GrpcCase Version(string version) => new(
        $"V-21 version {version}",
        $$"""{"model_name":"identity","model_version":"{{version}}","inputs":[{{Input("FP32", "1")}}]}""")
    {
        Allowed = [GrpcCode.NotFound, GrpcCode.InvalidArgument],
    };

    private static string Rows(params string[] names) => string.Join(',', names.Select(static name =>
        $$"""{"name":"{{name}}","datatype":"FP32","shape":[1,8],{{Eight}}}"""));

    private static string Input(string datatype, string shape) =>
        $$$"""{"name":"x","datatype":"{{{datatype}}}","shape":[{{{shape}}}],"contents":{"fp32_contents":[1]}}""";
}
