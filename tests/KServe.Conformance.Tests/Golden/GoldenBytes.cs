using System.Text;

namespace KServe.Conformance.Tests.Golden;

/// <summary>The requests and tensors of KServe's own tests.</summary>
internal static class GoldenBytes
{
    /// <summary>Gets the eight values as FP16.</summary>
    public static byte[] Halves { get; } = Convert.FromHexString("CD469A41CD449A3D0046CD428044663E");

    /// <summary>Gets the eight values as FP32.</summary>
    public static byte[] Floats { get; } =
        Convert.FromHexString("9A99D940333333409A9999403333B33F0000C0409A99594000009040CDCCCC3F");

    /// <summary>Gets the request to <c>FP16InputModel</c>; the bytes of the FP16 input follow it.</summary>
    public static string HalfInput { get; } =
        """
        {"id":"123","inputs":[{"name":"str_input","shape":[8],"datatype":"BYTES",
        "data":["cat","dog","cat","dog","cat","dog","cat","dog"]},
        {"name":"fp16_input","shape":[2,4],"datatype":"FP16","parameters":{"binary_data_size":16}}]}
        """;

    /// <summary>Gets the answer to it in KServe's form.</summary>
    public static string HalfInputAnswer { get; } =
        """{"model_name":"FP16InputModel","model_version":null,"id":"123","parameters":null,"outputs":["""
        + """{"name":"str_output","shape":[8],"datatype":"BYTES","parameters":null,"data":["cat","dog","cat","dog","cat","dog","cat","dog"]},"""
        + """{"name":"fp32_output","shape":[8],"datatype":"FP32","parameters":null,"data":["""
        + "6.80078125,2.80078125,4.80078125,1.400390625,6.0,3.400390625,4.5,1.599609375]}]}";

    /// <summary>Gets the answer of <c>FP16OutputModel</c> with one output binary, in KServe's form.</summary>
    public static string MixedAnswer { get; } =
        """{"id":"123","model_name":"FP16OutputModel","model_version":null,"outputs":["""
        + """{"name":"fp16_output","shape":[8],"datatype":"FP16","parameters":{"binary_data_size":16}},"""
        + """{"name":"fp32_output","shape":[8],"datatype":"FP32","data":[6.800000190734863,2.799999952316284,"""
        + """4.800000190734863,1.399999976158142,6.0,3.4000000953674316,4.5,1.600000023841858]}]}""";

    /// <summary>Gets the answer of <c>FP16OutputModel</c> with both outputs binary, in KServe's form.</summary>
    public static string BinaryAnswer { get; } =
        """{"id":"123","model_name":"FP16OutputModel","model_version":null,"outputs":["""
        + """{"name":"fp16_output","shape":[8],"datatype":"FP16","parameters":{"binary_data_size":16}},"""
        + """{"name":"fp32_output","shape":[8],"datatype":"FP32","parameters":{"binary_data_size":32}}]}""";

    /// <summary>Writes the request to <c>FP16OutputModel</c>.</summary>
    public static byte[] HalfOutput(string? outputs, bool? binaryDefault = null)
    {
        var json = new StringBuilder("{\"id\":\"123\",");
        if (binaryDefault is { } flag)
        {
            json.Append("\"parameters\":{\"binary_data_output\":").Append(flag ? "true" : "false").Append("},");
        }

        json.Append(
            """
            "inputs":[{"name":"fp32_input","shape":[2,4],"datatype":"FP32",
            "data":[[6.8,2.8,4.8,1.4],[6.0,3.4,4.5,1.6]]}]
            """);
        if (outputs is not null)
        {
            json.Append(",\"outputs\":").Append(outputs);
        }

        return Encoding.UTF8.GetBytes(json.Append('}').ToString());
    }

    /// <summary>Writes an output with its own flag.</summary>
    public static string Output(string name, bool isBinary) =>
        $$$"""{"name":"{{{name}}}","parameters":{"binary_data":{{{(isBinary ? "true" : "false")}}}}}""";
}
