using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KServe.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.CloudEvents;

public sealed class CloudEventTests
{
    private const string Path = "/v1/models/TestModel:predict";
    private const string Instances = """{"instances":[[1,2]]}""";

    [Theory]
    [InlineData(V2JsonForm.Strict, """{"predictions":[[1,2]]}""")]
    [InlineData(V2JsonForm.KServe, """{"predictions": [[1, 2]]}""")]
    public async Task Binary_Event_IsAnsweredInHeaders(V2JsonForm form, string expected)
    {
        await using var server = await StartAsync(http => http.JsonForm = form);
        using var response = await PostBinaryAsync(server, Encoding.UTF8.GetBytes(Instances), "application/json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("1.0", Header(response, "ce-specversion"));
        Assert.Equal("io.kserve.inference.TestModel", Header(response, "ce-source"));
        Assert.Equal("io.kserve.inference.response", Header(response, "ce-type"));
        Assert.NotEqual("36077800-0c23-4f38-a0b4-01f4369f670a", Header(response, "ce-id"), StringComparer.Ordinal);
        Assert.True(DateTimeOffset.TryParse(Header(response, "ce-time"), out _));
        Assert.False(response.Headers.Contains("ce-custom-extension"));
    }

    [Fact]
    public async Task Binary_Merging_KeepsExtensions()
    {
        await using var server = await StartAsync(static http =>
        {
            http.CloudEvents.MergeAttributes = true;
            http.CloudEvents.ResponseType = "my.type";
            http.CloudEvents.ResponseSource = "my/source";
        });
        using var response = await PostBinaryAsync(server, Encoding.UTF8.GetBytes(Instances), "application/json");
        Assert.Equal("mycustomvalue", Header(response, "ce-custom-extension"));
        Assert.Equal("my.type", Header(response, "ce-type"));
        Assert.Equal("my/source", Header(response, "ce-source"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Structured_Event_IsAnsweredInTheBody(bool merge)
    {
        await using var server = await StartAsync(http => http.CloudEvents.MergeAttributes = merge);
        using var response = await PostStructuredAsync(server, Structured($"\"data\":{Instances}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/cloudevents+json", response.Content.Headers.ContentType?.ToString());
        using var json = JsonDocument.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var root = json.RootElement;
        Assert.Equal("""{"predictions":[[1,2]]}""", root.GetProperty("data").GetRawText());
        Assert.Equal("1.0", root.GetProperty("specversion").GetString());
        Assert.Equal("io.kserve.inference.TestModel", root.GetProperty("source").GetString());
        Assert.Equal("io.kserve.inference.response", root.GetProperty("type").GetString());
        Assert.NotEqual("1", root.GetProperty("id").GetString(), StringComparer.Ordinal);
        Assert.Equal(merge, root.TryGetProperty("custom", out _));
    }

    [Fact]
    public async Task Structured_Base64Data_IsDecoded()
    {
        await using var server = await StartAsync();
        using var response = await PostStructuredAsync(
            server, Structured($"\"data_base64\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(Instances))}\""));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("0\u0080\u0080\u0006World!\0\0")]
    [InlineData("")]
    public async Task Binary_BadJson_Is400WithKServesText(string body)
    {
        await using var server = await StartAsync();
        using var response = await PostBinaryAsync(server, Encoding.Latin1.GetBytes(body), "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            "Failed to decode or parse binary json cloudevent: ",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t"}""")]
    [InlineData("""{"specversion":"7","id":"1","source":"s","type":"t","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","id":"1","source":"s","type":"t","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","data":{},"data_base64":""}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"*"}""")]
    [InlineData("""{"specversion":"1.0","id":{},"source":"s","type":"t","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"\ud800","source":"s","type":"t","data":{}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","data":{}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","data":{}}x""")]
    public async Task Structured_BadEnvelope_Is400(string body)
    {
        await using var server = await StartAsync();
        using var response = await PostStructuredAsync(server, body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(
            "{\"error\":\"",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binary_OtherContentType_ReachesTheModelAsBytes()
    {
        byte[]? seen = null;
        var predictor = new EchoPredictor
        {
            OnPredict = (request, _) =>
            {
                foreach (var element in request.Inputs[0].EnumerateBytes())
                {
                    seen = element.ToArray();
                }
            },
        };
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor("TestModel", _ => predictor));
        byte[] avro = [0, 1, 2, 0xFF, 0xFE];
        using var response = await PostBinaryAsync(server, avro, "avro/binary");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(avro, seen);
    }

    private static string Structured(string data) =>
        $$"""{"specversion":"1.0","id":"1","source":"https://example.com/source","type":"com.example","custom":"c",{{data}}}""";

    private static async Task<HttpResponseMessage> PostStructuredAsync(KServeServer server, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        return await server.PostAsync(Path, content);
    }

    private static async Task<HttpResponseMessage> PostBinaryAsync(KServeServer server, byte[] body, string contentType)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = content,
            Headers =
            {
                { "ce-specversion", "1.0" },
                { "ce-id", "36077800-0c23-4f38-a0b4-01f4369f670a" },
                { "ce-source", "https://example.com/event-producer" },
                { "ce-type", "com.example.sampletype1" },
                { "ce-custom-extension", "mycustomvalue" },
            },
        };
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.GetValues(name));

    private static Task<KServeServer> StartAsync(Action<KServeHttpOptions>? http = null) => KServeServer.StartAsync(
        static models => models.AddPredictor("TestModel", static _ => new EchoPredictor()), http);
}
