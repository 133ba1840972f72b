using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KServe.Load.Calls;
using KServe.Load.Hosting;
using KServe.ModelMesh.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.ModelMesh.Tests.Hosting;

/// <summary>Many models behind the whole server, over sockets and all protocols.</summary>
public sealed class MeshServerTests
{
    private static readonly TensorPayload Payload = new(4);

    private readonly ModelWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infer_NotLoaded_EveryProtocolLoadsOnDemand()
    {
        await using var server = await StartAsync(models: 20);
        using var client = new HttpClient();
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(await Call(i, $"m{i}").SendAsync(client, Addresses(server), Token));
        }

        Assert.Equal(20, _world.TotalLoads);
        Assert.Equal(30, _world.MaxResident);
        var mesh = server.Services.GetRequiredService<IModelMesh>();
        Assert.Equal(20, mesh.ModelCount);
        Assert.Equal(3, mesh.LoadedCount);
    }

    [Fact]
    public async Task Infer_ManyClientsAndModels_EveryoneGetsAnAnswer()
    {
        await using var server = await StartAsync(models: 12, static options => options.MaxQueuedLoads = 100);
        using var client = new HttpClient();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 60; i++)
            {
                var name = $"m{random.Next(12)}";
                Assert.Null(await Call(worker + i, name).SendAsync(client, Addresses(server), Token));
            }
        }));
        Assert.InRange(_world.MaxResident, 1, 30);
    }

    [Fact]
    public async Task Infer_TooMuchWaits_503WithRetryAfterAndUnavailable()
    {
        await using var server = await StartAsync(models: 2, static options => options.MaxWaitingRequests = 1);
        using var client = new HttpClient();
        var gate = new TaskCompletionSource();
        _world.OnLoad = (_, _) => gate.Task;
        var waiting = Call(0, "m0").SendAsync(client, Addresses(server), Token);
        await _world.BeganAsync("m0");
        foreach (var path in (string[])["/v1/models/m1:predict", "/v2/models/m1/infer"])
        {
            using var response = await client.PostAsync(new Uri(server.Http, path), Json("{\"inputs\":[]}"), Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
            Assert.Contains("wait", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        var error = await Call(3, "m1").SendAsync(client, Addresses(server), Token);
        Assert.Contains("'14'", error, StringComparison.Ordinal);
        gate.SetResult();
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task Infer_GrpcDeadlineShorterThanTheLoad_DeadlineExceeded()
    {
        await using var server = await StartAsync(models: 1);
        using var client = new HttpClient();
        var gate = new TaskCompletionSource();
        _world.OnLoad = (_, _) => gate.Task;
        using var request = Call(3, "m0").CreateRequest(Addresses(server));
        request.Headers.Add("grpc-timeout", "50m");
        using var response = await client.SendAsync(request, Token);
        await response.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal("4", GrpcCall.ReadTrailer(response, "grpc-status"));
        gate.SetResult();
        Assert.Null(await Call(3, "m0").SendAsync(client, Addresses(server), Token));
        Assert.Equal(1, _world.GetLoads("m0"));
    }

    [Fact]
    public async Task Infer_LoadFails_503UntilItExpires()
    {
        await using var server = await StartAsync(models: 1);
        using var client = new HttpClient();
        _world.OnLoad = static (_, _) => throw InferenceException.InvalidArgument("model.bin: not a model");
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.PostAsync(
                new Uri(server.Http, "/v2/models/m0/infer"), Json("{\"inputs\":[]}"), Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
        }

        Assert.Equal(1, _world.TotalLoads);
        using var ready = await client.GetAsync(new Uri(server.Http, "/v2/models/m0/ready"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var server0 = await client.GetAsync(new Uri(server.Http, "/v2/health/ready"), Token);
        Assert.Equal(HttpStatusCode.OK, server0.StatusCode);
    }

    [Fact]
    public async Task Ready_RegisteredButNotLoaded_ReadyAndMetadataLoadsIt()
    {
        await using var server = await StartAsync(models: 2);
        using var client = new HttpClient();
        foreach (var path in (string[])["/v2/models/m0/ready", "/v1/models/m0", "/v2/health/ready"])
        {
            using var ready = await client.GetAsync(new Uri(server.Http, path), Token);
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        }

        Assert.Equal(0, _world.TotalLoads);
        var metadata = await client.GetStringAsync(new Uri(server.Http, "/v2/models/m0"), Token);
        Assert.Contains("\"name\":\"m0\"", metadata, StringComparison.Ordinal);
        Assert.Equal(1, _world.TotalLoads);
        using var missing = await client.GetAsync(new Uri(server.Http, "/v2/models/none/ready"), Token);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Infer_Alias_AnswersUnderTheNameThatWasCalled()
    {
        await using var server = await StartAsync(models: 2, static options => options.Aliases["live"] = "m1");
        using var client = new HttpClient();
        for (var protocol = 0; protocol < 4; protocol++)
        {
            Assert.Null(await Call(protocol, "live").SendAsync(client, Addresses(server), Token));
        }

        using var request = Call(1, "live").CreateRequest(Addresses(server));
        using var response = await client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.Contains("\"model_name\":\"live\"", text, StringComparison.Ordinal);
        Assert.Equal(1, _world.GetLoads("m1"));
    }

    [Fact]
    public async Task Repository_IndexLoadAndUnload_AsKServe()
    {
        await using var server = await StartAsync(models: 2);
        using var client = new HttpClient();
        await PostAsync(client, server, "/v2/repository/models/m0/load", HttpStatusCode.OK);
        var index = await PostAsync(client, server, "/v2/repository/index", HttpStatusCode.OK);
        Assert.Contains("READY", index, StringComparison.Ordinal);
        Assert.Contains("not loaded", index, StringComparison.Ordinal);
        await PostAsync(client, server, "/v2/repository/models/m0/unload", HttpStatusCode.OK);
        Assert.Equal(0, _world.Resident);
        Assert.Null(await Call(0, "m0").SendAsync(client, Addresses(server), Token));
        await PostAsync(client, server, "/v2/repository/models/none/load", HttpStatusCode.NotFound);
        Assert.Contains(
            "\"m1\"", await client.GetStringAsync(new Uri(server.Http, "/v2/models"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_AfterLoadsAndEvictions_NamedAsModelMesh()
    {
        await using var server = await StartAsync(models: 5);
        using var client = new HttpClient();
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await Call(0, $"m{i}").SendAsync(client, Addresses(server), Token));
        }

        _world.OnLoad = static (_, _) => throw InferenceException.InvalidArgument("broken");
        Assert.NotNull(await Call(0, "m0").SendAsync(client, Addresses(server), Token));
        var metrics = await client.GetStringAsync(new Uri(server.Http, "/metrics"), Token);
        string[] lines =
        [
            "modelmesh_loadmodel_milliseconds_count 5",
            "modelmesh_loadmodel_failure_total 1",
            "modelmesh_cache_miss_milliseconds_count 6",
            "modelmesh_req_queue_delay_milliseconds_count 6",
            "modelmesh_loading_queue_delay_milliseconds_count 6",
            "modelmesh_loaded_model_size_bytes_sum 50",
            "modelmesh_models_managed_total 5",
            "modelmesh_models_with_failure_total 1",
            "modelmesh_instance_capacity_bytes 30",
        ];
        Assert.All(lines, line => Assert.Contains($"\n{line}\n", metrics, StringComparison.Ordinal));
        string[] names =
        [
            "modelmesh_age_at_eviction_milliseconds_count", "modelmesh_unloadmodel_milliseconds_count",
            "modelmesh_models_loaded_total", "modelmesh_instance_models_total", "modelmesh_instance_used_bytes",
            "modelmesh_instance_used_bps", "modelmesh_instance_lru_age_seconds",
        ];
        Assert.All(names, name => Assert.Contains($"\n{name} ", metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Preload_AtTheStart_TheServerIsReadyAfterIt()
    {
        var gate = new TaskCompletionSource();
        _world.OnLoad = (_, _) => gate.Task;
        await using var server = await StartAsync(models: 2, static options => options.Preload.Add("m1"));
        using var client = new HttpClient();
        await _world.BeganAsync("m1");
        using var early = await client.GetAsync(new Uri(server.Http, "/v2/health/ready"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        gate.SetResult();
        Assert.Null(await Call(0, "m1").SendAsync(client, Addresses(server), Token));
        Assert.Equal(1, _world.GetLoads("m1"));
    }

    private static LoadCall Call(int protocol, string model) => (protocol % 4) switch
    {
        0 => JsonCall.V1(model, Payload),
        1 => JsonCall.V2(model, Payload),
        2 => new BinaryCall(model, Payload),
        _ => new GrpcCall(model, Payload),
    };

    private static ServerAddresses Addresses(LoopbackServer server) => new(server.Http, server.Grpc);

    private static ByteArrayContent Json(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static async Task<string> PostAsync(
        HttpClient client,
        LoopbackServer server,
        string path,
        HttpStatusCode expected)
    {
        using var response = await client.PostAsync(new Uri(server.Http, path), Json("{}"), Token);
        Assert.Equal(expected, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Token);
    }

    private async Task<LoopbackServer> StartAsync(int models, Action<ModelMeshOptions>? configure = null) =>
        await LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                Models = builder => builder.AddModelMesh(options =>
                {
                    options.Budget = 30;
                    for (var i = 0; i < models; i++)
                    {
                        var name = $"m{i}";
                        options.Add(name, model => _world.Configure(name, model), size: 10);
                    }

                    configure?.Invoke(options);
                }),
                Logging = static logging => logging.SetMinimumLevel(LogLevel.None),
            },
            Token);
}
