using System.Runtime.InteropServices;
using System.Text;

namespace KServe.Protocol.Tests;

/// <summary>Holds the bytes that KServe's own server writes, from its test suite.</summary>
public sealed class V2JsonGoldenTests
{
    private const string Fp32Json =
        "[6.800000190734863,2.799999952316284,4.800000190734863,1.399999976158142,6.0,3.4000000953674316,4.5,"
        + "1.600000023841858]";

    private static readonly byte[] HalfBytes = Convert.FromHexString("CD469A41CD449A3D0046CD428044663E");

    private static readonly byte[] SingleBytes = Convert.FromHexString(
        "9A99D940333333409A9999403333B33F0000C0409A99594000009040CDCCCC3F");

    private static readonly string MixedJson =
        Codec.Join(
            """
            {"id":"123","model_name":"FP16OutputModel","model_version":null,"outputs":[{"name":"fp16_output",
            "shape":[8],"datatype":"FP16","parameters":{"binary_data_size":16}},{"name":"fp32_output",
            "shape":[8],"datatype":"FP32","data":
            """)
        + Fp32Json + "}]}";

    private static readonly float[] Values = [6.8f, 2.8f, 4.8f, 1.4f, 6.0f, 3.4f, 4.5f, 1.6f];

    [Fact]
    public void WriteResponse_HalfBinaryAndSingleJson_IsKServesBytes()
    {
        using var request = Request(
            Codec.Join(
                """
                ,[],"outputs":[{"name":"fp16_output","parameters":{"binary_data":true}},{"name":"fp32_output",
                "parameters":{"binary_data":false}}]
                """));
        using var response = Response();
        var binary = new List<InferTensor>();

        var json = Codec.WriteV2(request, response, V2JsonForm.KServe, binary);

        Assert.Equal(MixedJson, json);
        Assert.Equal(345, Encoding.UTF8.GetByteCount(json));
        Assert.Equal(HalfBytes, Assert.Single(binary).Data.ToArray());
    }

    [Fact]
    public void WriteResponse_FlagOfTheOutput_WinsOverTheRequests()
    {
        using var request = Request(
            Codec.Join(
                """
                ,[],"parameters":{"binary_data_output":true},"outputs":[{"name":"fp16_output"},
                {"name":"fp32_output","parameters":{"binary_data":false}}]
                """));
        using var response = Response();

        Assert.Equal(MixedJson, Codec.WriteV2(request, response, V2JsonForm.KServe));
    }

    [Fact]
    public void WriteResponse_AllBinary_IsKServesBytes()
    {
        using var request = Request(",[],\"parameters\":{\"binary_data_output\":true}");
        using var response = Response();
        var binary = new List<InferTensor>();

        var json = Codec.WriteV2(request, response, V2JsonForm.KServe, binary);

        Assert.Equal(256, json.Length);
        Assert.Contains("\"parameters\":{\"binary_data_size\":32}", json, StringComparison.Ordinal);
        Assert.Equal(HalfBytes, binary[0].Data.ToArray());
        Assert.Equal(SingleBytes, binary[1].Data.ToArray());
    }

    [Fact]
    public void WriteResponse_HalfInJson_IsRefused()
    {
        using var request = Request(",[],\"outputs\":[{\"name\":\"fp16_output\"}]");
        using var response = Response();

        var error = Assert.Throws<InferenceException>(() => Codec.WriteV2(request, response, V2JsonForm.KServe));

        Assert.Equal(
            "Sending FP16 data via JSON is not supported. Please use the binary data format for output fp16_output",
            error.Message);
    }

    [Fact]
    public void WriteResponse_OneOutputAskedFor_IsWrittenAlone()
    {
        using var request = Request(
            ",[],\"outputs\":[{\"name\":\"fp32_output\",\"parameters\":{\"binary_data\":false}}]");
        using var response = Response();

        Assert.Equal(
            Codec.Join(
                """
                {"model_name":"FP16OutputModel","model_version":null,"id":"123","parameters":null,
                "outputs":[{"name":"fp32_output","shape":[8],"datatype":"FP32","parameters":null,"data":
                """)
            + Fp32Json + "}]}",
            Codec.WriteV2(request, response, V2JsonForm.KServe));
    }

    [Fact]
    public void ReadAndWrite_HalfInput_IsKServesBytes()
    {
        using var request = Codec.ReadV2(
            Codec.Join(
                """
                {"id":"123","inputs":[{"name":"str_input","shape":[8],"datatype":"BYTES","data":["cat","dog","cat",
                "dog","cat","dog","cat","dog"]},{"name":"fp16_input","shape":[2,4],"datatype":"FP16",
                "parameters":{"binary_data_size":16}}]}
                """),
            HalfBytes);
        var halves = request.GetInput("fp16_input").AsSpan<Half>();
        var singles = new float[halves.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(halves, singles);
        using var response = new InferResponse(
            request.GetInput("str_input").Alias("str_output"),
            InferTensor.Create<float>("fp32_output", [8], singles)) { ModelName = "FP16InputModel" };

        Assert.Equal(
            Codec.Join(
                """
                {"model_name":"FP16InputModel","model_version":null,"id":"123","parameters":null,
                "outputs":[{"name":"str_output","shape":[8],"datatype":"BYTES","parameters":null,"data":["cat",
                "dog","cat","dog","cat","dog","cat","dog"]},{"name":"fp32_output","shape":[8],"datatype":"FP32",
                "parameters":null,
                "data":[6.80078125,2.80078125,4.80078125,1.400390625,6.0,3.400390625,4.5,1.599609375]}]}
                """),
            Codec.WriteV2(request, response, V2JsonForm.KServe));
    }

    private static InferRequest Request(string rest) =>
        Codec.ReadV2("{\"id\":\"123\",\"inputs\":" + rest[1..] + "}");

    private static InferResponse Response()
    {
        var halves = new Half[Values.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(Values, halves);
        Assert.Equal(SingleBytes, MemoryMarshal.AsBytes<float>(Values).ToArray());
        return new InferResponse(
            InferTensor.Create<Half>("fp16_output", [8], halves),
            InferTensor.Create<float>("fp32_output", [8], Values)) { ModelName = "FP16OutputModel" };
    }
}
