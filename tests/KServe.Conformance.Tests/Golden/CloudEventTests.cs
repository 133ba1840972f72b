using System.Text;
using System.Text.Json;
using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Golden;

/// <summary>CloudEvents on V1, binary and structured.</summary>
public sealed class CloudEventTests(ServerFixture fixture) : ConformanceTest(fixture)
{
    private const string Path = "/v1/models/TestModel:predict";
    private static readonly KeyValuePair<string, string>[] Attributes =
    [
        new("ce-specversion", "1.0"),
        new("ce-id", "36077800-0c23-4f38-a0b4-01f4369f670a"),
        new("ce-source", "https://example.com/event-producer"),
        new("ce-type", "com.example.sampletype1"),
    ];

    private protected override ServerKind Kind => ServerKind.GoldenKServe;

    [Fact]
    public async Task Structured_Event_AnswersAnEvent()
    {
        var reply = await SendAsync(
            """
            {"specversion":"1.0","id":"1","source":"https://example.com","type":"com.example.sampletype1",
            "data":{"instances":[[1,2]]}}
            """u8.ToArray(),
            "application/cloudevents+json",
            []);
        Assert.Equal(200, reply.Status);
        Assert.StartsWith("application/cloudevents+json", reply.Header("Content-Type"), StringComparison.Ordinal);
        var json = reply.Json;
        Assert.Equal("1.0", json.GetProperty("specversion").GetString());
        Assert.Equal("io.kserve.inference.TestModel", json.GetProperty("source").GetString());
        Assert.Equal("io.kserve.inference.response", json.GetProperty("type").GetString());
        Assert.NotEqual("1", json.GetProperty("id").GetString());
        Assert.Equal("[[1,2]]", Compact(json.GetProperty("data").GetProperty("predictions")));
    }

    [Fact]
    public async Task Binary_Event_AnswersHeadersAndExactBody()
    {
        var reply = await SendAsync("""{"instances":[[1,2]]}"""u8.ToArray(), "application/json", Attributes);
        Assert.Equal(200, reply.Status);
        Assert.Equal("""{"predictions": [[1, 2]]}""", reply.Text);
        Assert.Equal("1.0", reply.Header("ce-specversion"));
        Assert.Equal("io.kserve.inference.TestModel", reply.Header("ce-source"));
        Assert.Equal("io.kserve.inference.response", reply.Header("ce-type"));
        Assert.NotEqual(Attributes[1].Value, reply.Header("ce-id"));
        Assert.NotEmpty(reply.Header("ce-time"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("0\u0080\u0080\u0006World!\0\0")]
    public async Task Binary_BadBody_NamesTheEvent(string body)
    {
        var reply = await SendAsync(Encoding.Latin1.GetBytes(body), "application/json", Attributes);
        Assert.Equal(400, reply.Status);
        Torture.ErrorBody.Check(reply.Body, ["Failed to decode or parse binary json cloudevent: "]);
    }

    [Fact]
    public async Task Binary_Avro_ReachesTheModelRaw()
    {
        // The identity model returns the event's bytes as its prediction.
        var reply = await SendAsync("Obj\u0001avro"u8.ToArray(), "application/avro", Attributes);
        Assert.Equal(200, reply.Status);
        Assert.Contains("Obj", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Structured_BadEvent_IsRefused()
    {
        var reply = await SendAsync("{"u8.ToArray(), "application/cloudevents+json", []);
        Assert.Equal(400, reply.Status);
        Torture.ErrorBody.Check(reply.Body, []);
    }

    private Task<RestReply> SendAsync(
        byte[] body,
        string contentType,
        KeyValuePair<string, string>[] headers) =>
        Server.Rest.SendAsync(HttpMethod.Post, Path, body, contentType, headers, Cancellation);

    private static string Compact(JsonElement json) => json.GetRawText().Replace(" ", "", StringComparison.Ordinal);
}
