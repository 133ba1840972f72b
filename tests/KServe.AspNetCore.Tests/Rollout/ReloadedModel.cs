using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using KServe.AspNetCore.Tests.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Rollout;

/// <summary>A model whose every revision has a number, called over one of the protocols.</summary>
internal sealed class ReloadedModel : IAsyncDisposable
{
    private readonly KServeServer _server;
    private readonly GrpcServer? _grpc;
    private readonly string _protocol;

    private ReloadedModel(string protocol, KServeServer server, GrpcServer? grpc, RevisionLog revisions)
    {
        (_protocol, _server, _grpc) = (protocol, server, grpc);
        Revisions = revisions;
    }

    public RevisionLog Revisions { get; }

    public KServeServer Server => _server;

    public ModelRegistry Registry => _server.Services.GetRequiredService<ModelRegistry>();

    public static async Task<ReloadedModel> StartAsync(string protocol)
    {
        var revisions = new RevisionLog();
        void Add(IKServeBuilder models) => models.AddPredictor("m", _ => revisions.Create());
        if (protocol != "grpc")
        {
            return new ReloadedModel(protocol, await KServeServer.StartAsync(Add), null, revisions);
        }

        var grpc = await GrpcServer.StartAsync(Add);
        return new ReloadedModel(protocol, grpc.Server, grpc, revisions);
    }

    /// <summary>Opens a connection; each call of the result is one request on it, and returns the number.</summary>
    public (IDisposable Connection, Func<Task<int>> Ask) Connect()
    {
        if (_protocol == "grpc")
        {
            var client = new GrpcTestClient(_server.Address);
            return (client, async () =>
            {
                var reply = await client.CallAsync("ModelInfer", Requests.Raw("m", 1));
                var response = reply.Read(ModelInferResponse.Parser);
                return BinaryPrimitives.ReadInt32LittleEndian(response.RawOutputContents[0].Span);
            });
        }

        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        var http = new HttpClient(handler) { BaseAddress = _server.Address };
        return (http, () => AskAsync(http, _protocol == "v1"));
    }

    public ValueTask DisposeAsync() => _grpc?.DisposeAsync() ?? _server.DisposeAsync();

    private static async Task<int> AskAsync(HttpClient http, bool isV1)
    {
        using var content = new StringContent(
            isV1
                ? """{"instances":[[1]]}"""
                : """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""",
            Encoding.UTF8,
            "application/json");
        using var response = await http.PostAsync(
            new Uri(isV1 ? "/v1/models/m:predict" : "/v2/models/m/infer", UriKind.Relative),
            content,
            TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        using var json = JsonDocument.Parse(body);
        return isV1
            ? json.RootElement.GetProperty("predictions")[0].GetInt32()
            : json.RootElement.GetProperty("outputs")[0].GetProperty("data")[0].GetInt32();
    }
}
