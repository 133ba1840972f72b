using System.Text;
using KServe.AspNetCore.Tests.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Propagation;

public sealed class RequestContextTests
{
    private const string V1 = """{"instances":[1,2]}""";
    private const string V2 = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/models/m:predict", V1, "V1")]
    [InlineData("/v2/models/m/infer", V2, "V2Rest")]
    public async Task Http_Predictor_SeesHeadersAndProtocolAndAnswersHeaders(string path, string json, string protocol)
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("m", static _ => NewPredictor()));
        using var response = await SendAsync(server, path, json);
        Assert.Equal($"r1 {protocol}", response.Headers.GetValues("x-seen").Single());
        Assert.False(response.Headers.Contains("x-request-id"));
    }

    [Fact]
    public async Task Grpc_Predictor_SeesMetadataAndProtocol()
    {
        await using var server = await GrpcServer.StartAsync(NewPredictor());
        var reply = await server.Client.CallAsync(
            "ModelInfer", Requests.Raw("m", 1), static message => message.Headers.Add("x-request-id", "r1"));
        Assert.Equal((0, "r1 Grpc"), (reply.Status, reply.Get("x-seen")));
    }

    [Fact]
    public async Task GrpcStream_FirstResponse_SetsTheMetadata()
    {
        await using var server = await GrpcServer.StartAsync(NewPredictor());
        using var stream = await GrpcStream.OpenAsync(
            server.Client, static message => message.Headers.Add("x-request-id", "r1"));
        await stream.SendAsync(Requests.Raw("m", 1));
        Assert.Equal("", (await stream.ReadAsync()).ErrorMessage);
        Assert.Equal("r1 Grpc", (await stream.Response).Headers.GetValues("x-seen").Single());
        stream.Complete();
        Assert.Equal(0, (await stream.ReadEndAsync()).Status);
    }

    [Fact]
    public async Task V1Stream_FirstResponse_SetsTheHeaders()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor<HeaderStreamPredictor>("m"));
        using var response = await SendAsync(server, "/v1/models/m:predict", V1);
        Assert.Equal("r1", response.Headers.GetValues("x-seen").Single());
    }

    [Fact]
    public async Task Headers_AfterTheRequest_AreEmpty()
    {
        IReadOnlyDictionary<string, string>? kept = null;
        var predictor = new EchoPredictor { OnPredict = (request, _) => kept = request.Headers };
        await using (var server = await KServeServer.StartAsync(models => models.AddPredictor("m", _ => predictor)))
        {
            using var response = await SendAsync(server, "/v2/models/m/infer", V2);
            await server.StopAsync();
        }

        Assert.NotNull(kept);
        Assert.Empty(kept);
        Assert.False(kept.TryGetValue("x-request-id", out _));
        Assert.Empty(kept.Keys);
        Assert.Throws<KeyNotFoundException>(() => kept["x-request-id"]);
    }

    [Theory]
    [InlineData("r1", true)]
    [InlineData("é", false)]
    public async Task EchoRequestId_On_AnswersTheIdOfTheRequest(string id, bool isEchoed)
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("m", static _ => new EchoPredictor()),
            host: static host => host.Services.AddKServeCore(static o => o.Propagation.EchoRequestId = true));
        var answer = await server.SendRawAsync(
            $"POST /v1/models/m:predict HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: {id}\r\nConnection: close\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {V1.Length}\r\n\r\n{V1}");
        Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
        Assert.Equal(isEchoed, answer.Contains("x-request-id: r1\r\n", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task ResponseHeaders_TooManyOrTooLong_AreDropped()
    {
        var predictor = new EchoPredictor
        {
            OnPredict = static (_, response) =>
            {
                response.Headers["x-long"] = new string('a', 17 << 10);
                for (var i = 0; i < 100; i++)
                {
                    response.Headers[$"x-{i}"] = "v";
                }
            },
        };
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor("m", _ => predictor));
        using var response = await SendAsync(server, "/v2/models/m/infer", V2);
        Assert.Equal(
            64, response.Headers.Count(static header => header.Key.StartsWith("x-", StringComparison.Ordinal)));
        Assert.False(response.Headers.Contains("x-long"));
    }

    private static EchoPredictor NewPredictor() => new()
    {
        OnPredict = static (request, response) =>
            response.Headers["x-seen"] = $"{request.Headers["X-Request-ID"]} {request.Protocol}",
    };

    private static async Task<HttpResponseMessage> SendAsync(KServeServer server, string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Headers = { { "x-request-id", "r1" } },
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        var response = await server.Client.SendAsync(request, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return response;
    }

    private sealed class HeaderStreamPredictor : Predictor
    {
        public override ModelSignature Signature { get; } = new() { IsDecoupled = true };

        public override ValueTask<InferResponse> PredictAsync(
            InferRequest request,
            CancellationToken cancellationToken) =>
            new(new InferResponse(InferTensor.Create("y", [1], (ReadOnlySpan<int>)[1]))
            {
                Headers = { ["x-seen"] = request.Headers["x-request-id"] },
            });
    }
}
