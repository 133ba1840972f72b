namespace KServe.Conformance.Tests.Torture;

/// <summary>Group B over HTTP: binary tensors that do not fit their JSON.</summary>
internal static class BinaryCases
{
    private const string Header = "Inference-Header-Content-Length";
    private static readonly byte[] Eight = new byte[32];

    public static IReadOnlyList<RestCase> All { get; } =
    [
        .. Lengths(),
        Fp32("B-03 40 bytes for 32", 40, new byte[40]),
        Fp32("B-04 tail too short", 32, new byte[31]),
        Fp32("B-04 tail too long", 32, new byte[33]),
        Fp32("B-04 no tail", 32, []),
        Two("B-04 two tensors, tail for one", 32),
        Two("B-04 two tensors, tail one byte short", 63),
        Size("B-05 2^63", "9223372036854775808"),
        Size("B-05 -1", "-1"),
        Size("B-05 text", "\"32\""),
        Size("B-05 fraction", "32.0"),
        Size("B-05 null", "null"),
        RestCase.Binary(
            "B-06 data and binary_data_size",
            """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1],"parameters":{"binary_data_size":4}}]}""",
            0, 0, 128, 63),
        Bytes("B-07 prefix 0xFFFFFFFF", [0xff, 0xff, 0xff, 0xff, 1]),
        Bytes("B-07 prefix cut", [1, 0, 0]),
        Bytes("B-07 prefix 0x7FFFFFFF", [0xff, 0xff, 0xff, 0x7f, 1]),
        Bytes("B-07 two elements for one", [1, 0, 0, 0, 65, 1, 0, 0, 0, 66]),
        Bytes("B-07 no element for one", []),
        new("B-02 binary without the header", new byte[40]) { ContentType = "application/octet-stream" },
        new("B-06 binary_data_size without the header", Json("32", "FP32", "[1,8]")),
        new("B-06 neither data nor binary_data_size", """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32"}]}""")
        {
            Names = ["data"],
        },
    ];

    private static IEnumerable<RestCase> Lengths()
    {
        var valid = Fp32("", 32, Eight);
        foreach (var length in new[] { "99999999999", "-1", "abc", "+5", "1000000", "", "0x10", "1e2", "3" })
        {
            yield return valid with
            {
                Name = $"B-0{(length.Length > 10 ? 1 : 2)} header {length}", Headers = [new(Header, length)],
            };
        }

        yield return valid with { Name = "B-02 header twice", Headers = [valid.Headers[0], valid.Headers[0]] };
        yield return valid with { Name = "B-02 all well", Allowed = [200] };
    }

    private static RestCase Fp32(string name, int size, byte[] tail) =>
        RestCase.Binary(name, Json($"{size}", "FP32", "[1,8]"), tail);

    private static RestCase Size(string name, string size) =>
        RestCase.Binary(name, Json(size, "FP32", "[1,8]"), Eight) with { Names = ["binary_data_size"] };

    private static RestCase Bytes(string name, byte[] tail) =>
        RestCase.Binary(name, Json($"{tail.Length}", "BYTES", "[1]"), tail);

    private static RestCase Two(string name, int tail) => RestCase.Binary(
        name,
        """
        {"inputs":[{"name":"x","shape":[1,8],"datatype":"FP32","parameters":{"binary_data_size":32}},
        {"name":"y","shape":[1,8],"datatype":"FP32","parameters":{"binary_data_size":32}}]}
        """,
        new byte[tail]);

    private static string Json(string size, string datatype, string shape) =>
        $$$"""{"inputs":[{"name":"x","shape":{{{shape}}},"datatype":"{{{datatype}}}","parameters":{"binary_data_size":{{{size}}}}}]}""";
}
