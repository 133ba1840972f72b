using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KServe.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Http.V2;

public sealed class V2GoldenTests
{
    private const string Half = "CD469A41CD449A3D0046CD428044663E";
    private const string Single = "9A99D940333333409A999940" + "3333B33F0000C0409A9959400000" + "9040CDCCCC3F";
    private const string Input =
        """{"name":"fp32_input","shape":[2,4],"datatype":"FP32","data":[[6.8,2.8,4.8,1.4],[6.0,3.4,4.5,1.6]]}""";

    private const string MixedJson =
        """{"id":"123","model_name":"FP16OutputModel","model_version":null,"outputs":[{"name":"fp16_output","shape":[8],"datatype":"FP16","parameters":{"binary_data_size":16}},{"name":"fp32_output","shape":[8],"datatype":"FP32","data":[6.800000190734863,2.799999952316284,4.800000190734863,1.399999976158142,6.0,3.4000000953674316,4.5,1.600000023841858]}]}""";

    [Fact]
    public async Task Infer_HalfInBinary_AnswersKServesBytes()
    {
        const string json =
            """{"id":"123","inputs":[{"name":"str_input","shape":[8],"datatype":"BYTES","data":["cat","dog","cat","dog","cat","dog","cat","dog"]},{"name":"fp16_input","shape":[2,4],"datatype":"FP16","parameters":{"binary_data_size":16}}]}""";
        await using var server = await StartAsync(V2JsonForm.KServe);
        using var response = await PostBinaryAsync(server, "/v2/models/FP16InputModel/infer", json, Half);
        Assert.Equal(
            """{"model_name":"FP16InputModel","model_version":null,"id":"123","parameters":null,"outputs":[{"name":"str_output","shape":[8],"datatype":"BYTES","parameters":null,"data":["cat","dog","cat","dog","cat","dog","cat","dog"]},{"name":"fp32_output","shape":[8],"datatype":"FP32","parameters":null,"data":[6.80078125,2.80078125,4.80078125,1.400390625,6.0,3.400390625,4.5,1.599609375]}]}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("""{"id":"123","inputs":[INPUT],"outputs":[{"name":"fp16_output","parameters":{"binary_data":true}},{"name":"fp32_output","parameters":{"binary_data":false}}]}""")]
    [InlineData("""{"id":"123","parameters":{"binary_data_output":true},"inputs":[INPUT],"outputs":[{"name":"fp16_output"},{"name":"fp32_output","parameters":{"binary_data":false}}]}""")]
    public async Task Infer_HalfOutInBinary_AnswersKServesBytes(string request)
    {
        await using var server = await StartAsync(V2JsonForm.KServe);
        var (header, json, tail, contentType) = await InferAsync(server, request);
        Assert.Equal("345", header);
        Assert.Equal(MixedJson, json);
        Assert.Equal(Half, tail);
        Assert.Equal("application/octet-stream", contentType);
    }

    [Fact]
    public async Task Infer_AllBinary_AnswersKServesBytes()
    {
        await using var server = await StartAsync(V2JsonForm.KServe);
        var (header, json, tail, _) = await InferAsync(
            server, """{"id":"123","parameters":{"binary_data_output":true},"inputs":[INPUT]}""");
        Assert.Equal("256", header);
        Assert.Contains("\"binary_data_size\":16", json, StringComparison.Ordinal);
        Assert.Contains("\"binary_data_size\":32", json, StringComparison.Ordinal);
        Assert.Equal(Half + Single, tail);
    }

    [Fact]
    public async Task Infer_StrictForm_LeavesOutWhatIsAbsent()
    {
        await using var server = await StartAsync(V2JsonForm.Strict);
        var answer = await server.PostAsync(
            "/v2/models/FP16OutputModel/infer", Fill("""{"inputs":[INPUT],"outputs":[{"name":"fp32_output"}]}"""));
        Assert.Equal(
            (HttpStatusCode.OK,
            """{"model_name":"FP16OutputModel","model_version":"1","outputs":[{"name":"fp32_output","shape":[8],"datatype":"FP32","data":[6.8,2.8,4.8,1.4,6.0,3.4,4.5,1.6]}]}"""),
            answer);
    }

    [Fact]
    public async Task Infer_KServeFormWithoutId_InventsOne()
    {
        await using var server = await StartAsync(V2JsonForm.KServe);
        var (_, body) = await server.PostAsync(
            "/v2/models/FP16OutputModel/infer", Fill("""{"inputs":[INPUT],"outputs":[{"name":"fp32_output"}]}"""));
        Assert.Matches("\"id\":\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"", body);
        Assert.Contains("\"model_version\":null", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_KServeFormWithVersionInPath_WritesIt()
    {
        await using var server = await StartAsync(V2JsonForm.KServe);
        var (_, body) = await server.PostAsync(
            "/v2/models/FP16OutputModel/versions/1/infer",
            Fill("""{"inputs":[INPUT],"outputs":[{"name":"fp32_output"}]}"""));
        Assert.Contains("\"model_version\":\"1\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"inputs":[INPUT]}""")]
    [InlineData("""{"inputs":[INPUT],"outputs":[{"name":"absent"}]}""")]
    [InlineData("""{"inputs":[{"name":"fp32_input","shape":[1,2],"datatype":"FP16","data":[1,2]}]}""")]
    public async Task Infer_WhatJsonCannotCarry_IsRefused(string request)
    {
        await using var server = await StartAsync(V2JsonForm.Strict);
        var (status, body) = await server.PostAsync("/v2/models/FP16OutputModel/infer", Fill(request));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("{\"error\":\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(V2JsonForm.Strict)]
    [InlineData(V2JsonForm.KServe)]
    public async Task Infer_Parameters_AreEchoed(V2JsonForm form)
    {
        await using var server = await StartAsync(form);
        var (status, body) = await server.PostAsync(
            "/v2/models/Echo/infer",
            """{"parameters":{"test-str":"a","test-bool":true,"test-int":7,"test-float":1.3},"inputs":[{"name":"x","shape":[1,2],"datatype":"INT32","parameters":{"p":1.3},"data":[[1,2]]}]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(
            "\"parameters\":{\"test-str\":\"a\",\"test-bool\":true,\"test-int\":7,\"test-float\":1.3}",
            body,
            StringComparison.Ordinal);
        Assert.Contains("\"parameters\":{\"p\":1.3},\"data\":[1,2]", body, StringComparison.Ordinal);
    }

    private static async Task<(string Header, string Json, string Tail, string ContentType)> InferAsync(
        KServeServer server,
        string request)
    {
        using var content = new StringContent(Fill(request), Encoding.UTF8, "application/json");
        using var response = await server.PostAsync("/v2/models/FP16OutputModel/infer", content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var header = Assert.Single(response.Headers.GetValues("Inference-Header-Content-Length"));
        var length = int.Parse(header);
        Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
        return (
            header,
            Encoding.UTF8.GetString(bytes, 0, length),
            Convert.ToHexString(bytes, length, bytes.Length - length),
            response.Content.Headers.ContentType!.ToString());
    }

    private static async Task<HttpResponseMessage> PostBinaryAsync(
        KServeServer server,
        string path,
        string json,
        string tail)
    {
        using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(json), .. Convert.FromHexString(tail)]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", $"{Encoding.UTF8.GetByteCount(json)}");
        return await server.PostAsync(path, content);
    }

    private static string Fill(string request) => request.Replace("INPUT", Input, StringComparison.Ordinal);

    private static Task<KServeServer> StartAsync(V2JsonForm form) => KServeServer.StartAsync(
        static models => models
            .AddPredictor("FP16OutputModel", static _ => new HalfOutputPredictor())
            .AddPredictor("FP16InputModel", static _ => new HalfInputPredictor())
            .AddPredictor("Echo", static _ => new EchoPredictor()),
        http => http.JsonForm = form);
}
