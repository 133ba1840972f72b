using System.Net;
using System.Text;
using KServe.AspNetCore.Tests.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Http.V1;

public sealed class V1StreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_DecoupledModelOfTexts_WritesTheBodyItself()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor<ChunkPredictor>("chunks"));
        using var response = await server.Client.PostAsync("/v1/models/chunks:predict", Json(3), Token);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal("chunk 0\nchunk 1\nchunk 2\n", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Predict_DecoupledModel_FirstChunkArrivesBeforeTheSecondIsMade()
    {
        var gate = new TaskCompletionSource();
        await using var server = await KServeServer.StartAsync(
            models => models.AddPredictor("chunks", _ => new ChunkPredictor { BeforeSecond = gate.Task }));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/models/chunks:predict") { Content = Json(2) };
        using var response = await server.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        Assert.Equal("chunk 0", await reader.ReadLineAsync(Token));
        gate.SetResult();
        Assert.Equal("chunk 1", await reader.ReadLineAsync(Token));
        Assert.Null(await reader.ReadLineAsync(Token));
    }

    [Fact]
    public async Task Predict_DecoupledModelOfNumbers_WritesOneObjectALine()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor<CountPredictor>("count"));
        using var response = await server.Client.PostAsync("/v1/models/count:predict", Json(2), Token);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            "{\"predictions\":[0]}\n{\"predictions\":[1]}\n", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Predict_StreamFailsAtOnce_IsAnOrdinaryError()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor<ChunkPredictor>("chunks"));
        var (status, body) = await server.PostAsync("/v1/models/chunks:predict", """{"instances":[-1]}""");
        Assert.Equal((HttpStatusCode.BadRequest, """{"error":"the count must not be negative"}"""), (status, body));
    }

    [Fact]
    public async Task Infer_DecoupledModelOverV2_IsNotImplemented()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor<RepeatPredictor>("repeat"));
        var (status, _) = await server.PostAsync(
            "/v2/models/repeat/infer", """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""");
        Assert.Equal(HttpStatusCode.NotImplemented, status);
    }

    private static StringContent Json(int count) =>
        new($$"""{"instances":[{{count}}]}""", Encoding.UTF8, "application/json");
}
