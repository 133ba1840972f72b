using System.Globalization;
using System.Text.Json;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Golden;

/// <summary>Answers as the Open Inference Protocol says: what is absent is left out.</summary>
public sealed class StrictFormTests(ServerFixture fixture) : GoldenTest(fixture)
{
    private protected override ServerKind Kind => ServerKind.GoldenStrict;

    [Fact]
    public async Task HalfInput_Binary_AnswersTheSameValues()
    {
        var reply = await InferHalfInputAsync();
        Assert.Equal(
            """{"model_name":"FP16InputModel","model_version":"1","id":"123","outputs":["""
            + """{"name":"str_output","shape":[8],"datatype":"BYTES","data":["cat","dog","cat","dog","cat","dog","cat","dog"]},"""
            + """{"name":"fp32_output","shape":[8],"datatype":"FP32","data":["""
            + "6.8007812,2.8007812,4.8007812,1.4003906,6.0,3.4003906,4.5,1.5996094]}]}",
            reply.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HalfOutput_OneBinaryOneJson_SplitsTheBody(bool byDefault)
    {
        var half = byDefault ? """{"name":"fp16_output"}""" : GoldenBytes.Output("fp16_output", true);
        var reply = await InferHalfOutputAsync(
            $"[{half},{GoldenBytes.Output("fp32_output", false)}]", byDefault ? true : null);
        var length = int.Parse(reply.Header("Inference-Header-Content-Length"), CultureInfo.InvariantCulture);
        Assert.Equal("application/octet-stream", reply.Header("Content-Type"));
        Assert.Equal(GoldenBytes.Halves, reply.Body[length..]);
        using var json = JsonDocument.Parse(reply.Body.AsMemory(0, length));
        var outputs = json.RootElement.GetProperty("outputs");
        Assert.Equal(16, outputs[0].GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.False(outputs[0].TryGetProperty("data", out _));
        Assert.False(outputs[1].TryGetProperty("parameters", out _));
        Assert.Equal(
            [6.8f, 2.8f, 4.8f, 1.4f, 6f, 3.4f, 4.5f, 1.6f],
            outputs[1].GetProperty("data").EnumerateArray().Select(static value => value.GetSingle()));
    }

    [Fact]
    public async Task HalfOutput_AllBinary_HasBothTails()
    {
        var reply = await InferHalfOutputAsync(null, binaryDefault: true);
        var length = int.Parse(reply.Header("Inference-Header-Content-Length"), CultureInfo.InvariantCulture);
        Assert.Equal((byte[])[.. GoldenBytes.Halves, .. GoldenBytes.Floats], reply.Body[length..]);
    }

    [Fact]
    public async Task ServerMetadata_Always_NamesTritonsExtensions() => Assert.Contains(
        "binary_tensor_data",
        (await Server.Rest.GetAsync("/v2", Cancellation)).Json.GetProperty("extensions").EnumerateArray()
            .Select(static name => name.GetString()));
}
