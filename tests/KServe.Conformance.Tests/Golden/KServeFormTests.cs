using System.Text;
using System.Text.Json;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Golden;

/// <summary>Answers byte for byte as KServe's own server gives them.</summary>
public sealed class KServeFormTests(ServerFixture fixture) : GoldenTest(fixture)
{
    private protected override ServerKind Kind => ServerKind.GoldenKServe;

    [Fact]
    public async Task HalfInput_Binary_AnswersExactly()
    {
        var reply = await InferHalfInputAsync();
        Assert.Equal(GoldenBytes.HalfInputAnswer, reply.Text);
        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task HalfOutput_OneBinaryOneJson_AnswersExactly() => AssertMixed(
        await InferHalfOutputAsync($"[{GoldenBytes.Output("fp16_output", true)},{GoldenBytes.Output("fp32_output", false)}]"));

    [Fact]
    public async Task HalfOutput_FlagOfTheOutput_WinsOverTheRequests() => AssertMixed(
        await InferHalfOutputAsync($$"""[{"name":"fp16_output"},{{GoldenBytes.Output("fp32_output", false)}}]""", true));

    [Fact]
    public async Task HalfOutput_AllBinary_AnswersExactly()
    {
        var reply = await InferHalfOutputAsync(null, binaryDefault: true);
        Assert.Equal("256", reply.Header("Inference-Header-Content-Length"));
        Assert.Equal(
            (byte[])[.. Encoding.UTF8.GetBytes(GoldenBytes.BinaryAnswer), .. GoldenBytes.Halves, .. GoldenBytes.Floats],
            reply.Body);
    }

    [Fact]
    public async Task HalfOutput_OneAskedFor_AnswersThatAlone()
    {
        var reply = await InferHalfOutputAsync($"[{GoldenBytes.Output("fp32_output", false)}]");
        Assert.Equal(
            """{"model_name":"FP16OutputModel","model_version":null,"id":"123","parameters":null,"outputs":["""
            + """{"name":"fp32_output","shape":[8],"datatype":"FP32","parameters":null,"data":[6.800000190734863,"""
            + "2.799999952316284,4.800000190734863,1.399999976158142,6.0,3.4000000953674316,4.5,1.600000023841858]}]}",
            reply.Text);
    }

    [Fact]
    public async Task Parameters_OfRequestAndTensor_AreEchoedUnchanged()
    {
        const string Parameters = """{"test-str":"dummy","test-bool":true,"test-int":100,"test-float":1.3}""";
        var reply = await PostAsync(
            "/v2/models/TestModel/infer",
            $$"""
            {"id":"7","parameters":{{Parameters}},"inputs":[{"name":"input-0","shape":[1,2],"datatype":"INT32",
            "data":[[1,2]],"parameters":{{Parameters}}}]}
            """);
        Assert.Equal(
            """{"model_name":"TestModel","model_version":null,"id":"7","parameters":"""
            + Parameters
            + ""","outputs":[{"name":"input-0","shape":[1,2],"datatype":"INT32","parameters":"""
            + Parameters
            + ""","data":[1,2]}]}""",
            reply.Text);
    }

    [Fact]
    public async Task ServerMetadata_Always_NamesTheExtension()
    {
        var json = (await Server.Rest.GetAsync("/v2", Cancellation)).Json;
        Assert.Equal("kserve", json.GetProperty("name").GetString());
        Assert.Equal("""["model_repository_extension"]""", json.GetProperty("extensions").GetRawText());
    }

    [Fact]
    public async Task NoId_Always_GetsOne()
    {
        var reply = await PostAsync(
            "/v2/models/TestModel/infer",
            """{"inputs":[{"name":"input-0","shape":[1],"datatype":"INT32","data":[1]}]}""");
        Assert.True(Guid.TryParse(reply.Json.GetProperty("id").GetString(), out _));
        Assert.Equal(JsonValueKind.Null, reply.Json.GetProperty("parameters").ValueKind);
    }

    private static void AssertMixed(RestReply reply)
    {
        Assert.Equal("345", reply.Header("Inference-Header-Content-Length"));
        Assert.Equal(
            (byte[])[.. Encoding.UTF8.GetBytes(GoldenBytes.MixedAnswer), .. GoldenBytes.Halves], reply.Body);
    }
}
