using KServe.Protocol.Tests.Grpc.Generated;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KServe.AspNetCore.Tests.Grpc;

public sealed class GrpcControlTests
{
    private const string Repository = "/inference.model_repository.ModelRepositoryService/";
    private const string Health = "/grpc.health.v1.Health/";

    [Fact]
    public async Task Control_HealthAndMetadata_AreAnswered()
    {
        await using var server = await GrpcServer.StartAsync(new HalfOutputPredictor());
        var client = server.Client;
        Assert.True((await client.CallAsync("ServerLive", new ServerLiveRequest()))
            .Read(ServerLiveResponse.Parser).Live);
        Assert.True((await client.CallAsync("ServerReady", new ServerReadyRequest()))
            .Read(ServerReadyResponse.Parser).Ready);
        Assert.True((await client.CallAsync("ModelReady", new ModelReadyRequest { Name = "m", Version = "1" }))
            .Read(ModelReadyResponse.Parser).Ready);
        Assert.Equal(5, (await client.CallAsync("ModelReady", new ModelReadyRequest { Name = "none" })).Status);
        var metadata = (await client.CallAsync("ServerMetadata", new ServerMetadataRequest()))
            .Read(ServerMetadataResponse.Parser);
        Assert.Equal("kserve", metadata.Name);
        Assert.Contains("model_repository", metadata.Extensions, StringComparer.Ordinal);
        var model = (await client.CallAsync("ModelMetadata", new ModelMetadataRequest { Name = "m" }))
            .Read(ModelMetadataResponse.Parser);
        Assert.Equal("1", Assert.Single(model.Versions));
        Assert.Equal([-1, -1], model.Inputs[0].Shape);
        Assert.Equal("FP16", model.Outputs[0].Datatype);
    }

    [Fact]
    public async Task Control_ModelThatLoads_IsNotReady()
    {
        await using var server = await KServeServerWithLoadingModelAsync();
        using var client = new GrpcTestClient(server.Address);
        Assert.False((await client.CallAsync("ServerReady", new ServerReadyRequest()))
            .Read(ServerReadyResponse.Parser).Ready);
        Assert.False((await client.CallAsync("ModelReady", new ModelReadyRequest { Name = "m" }))
            .Read(ModelReadyResponse.Parser).Ready);
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.NotServing,
            (await client.CallAsync(Health + "Check", new HealthCheckRequest()))
                .Read(HealthCheckResponse.Parser).Status);
    }

    [Fact]
    public async Task ModelStatistics_AfterRequests_CountsThem()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        for (var i = 0; i < 3; i++)
        {
            await server.Client.CallAsync("ModelInfer", Requests.Raw("m", 1, 2));
        }

        var all = (await server.Client.CallAsync("ModelStatistics", new ModelStatisticsRequest()))
            .Read(ModelStatisticsResponse.Parser);
        var model = Assert.Single(all.ModelStats);
        Assert.Equal(("m", "1"), (model.Name, model.Version));
        Assert.Equal(3u, model.InferenceStats.Success.Count);
        Assert.NotEqual(0u, model.LastInference);
        var batch = Assert.Single(model.BatchStats);
        Assert.Equal((model.InferenceCount, 3u), (3 * batch.BatchSize, batch.ComputeInfer.Count));
        Assert.NotEqual(0u, batch.ComputeInfer.Ns);
        Assert.Equal(
            5, (await server.Client.CallAsync("ModelStatistics", new ModelStatisticsRequest { Name = "no" })).Status);
    }

    [Fact]
    public async Task Repository_KServeShape_UnloadsAndLoads()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var request = new KServeRepositoryModelRequest { ModelName = "m" };
        var unloaded = (await server.Client.CallAsync("RepositoryModelUnload", request))
            .Read(KServeRepositoryModelUnloadResponse.Parser);
        Assert.Equal(("m", true), (unloaded.ModelName, unloaded.IsUnloaded));
        Assert.Equal("UNAVAILABLE", (await IndexAsync(server.Client, GrpcTestClient.Service)).State);
        var loaded = (await server.Client.CallAsync("RepositoryModelLoad", request))
            .Read(KServeRepositoryModelLoadResponse.Parser);
        Assert.Equal(("m", true), (loaded.ModelName, loaded.IsLoaded));
        Assert.Equal("READY", (await IndexAsync(server.Client, GrpcTestClient.Service)).State);
    }

    [Theory]
    [InlineData(GrpcTestClient.Service)]
    [InlineData(Repository)]
    public async Task Repository_TritonShape_UnloadsAndLoads(string service)
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var request = new TritonRepositoryModelRequest { ModelName = "m" };
        var reply = await server.Client.CallAsync(service + "RepositoryModelUnload", request);
        Assert.Equal(0, reply.Status);
        Assert.Empty(Assert.Single(reply.Messages).Data);
        Assert.Equal("UNAVAILABLE", (await IndexAsync(server.Client, service)).State);
        Assert.Equal(0, (await server.Client.CallAsync(service + "RepositoryModelLoad", request)).Status);
        Assert.Equal("READY", (await IndexAsync(server.Client, service)).State);
    }

    [Theory]
    [InlineData("../etc")]
    [InlineData("a/../b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Repository_BadName_IsInvalidArgument(string name)
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var request = new TritonRepositoryModelRequest { RepositoryName = "r", ModelName = name };
        var status = name.Length == 0 ? 5 : 3;
        Assert.Equal(status, (await server.Client.CallAsync("RepositoryModelLoad", request)).Status);
        Assert.Equal(status, (await server.Client.CallAsync("RepositoryModelUnload", request)).Status);
    }

    [Fact]
    public async Task Repository_Overrides_AreInvalidArgument()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var request = new TritonRepositoryModelRequest { ModelName = "m" };
        request.Parameters["file:../../x"] = new ModelRepositoryParameter { StringParam = "eA==" };
        Assert.Equal(3, (await server.Client.CallAsync("RepositoryModelLoad", request)).Status);
    }

    [Fact]
    public async Task Repository_Disabled_IsPermissionDenied()
    {
        await using var server = await GrpcServer.StartAsync(
            static builder => builder.AddPredictor("m", static _ => new EchoPredictor()),
            http: static options => options.RepositoryApi = RepositoryAccess.Disabled);
        var request = new KServeRepositoryModelRequest { ModelName = "m" };
        Assert.Equal(7, (await server.Client.CallAsync("RepositoryModelUnload", request)).Status);
        Assert.Equal(7, (await server.Client.CallAsync("RepositoryIndex", new RepositoryIndexRequest())).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("inference.GRPCInferenceService")]
    public async Task HealthCheck_KnownService_IsServing(string service)
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        var reply = await server.Client.CallAsync(Health + "Check", new HealthCheckRequest { Service = service });
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.Serving, reply.Read(HealthCheckResponse.Parser).Status);
    }

    [Fact]
    public async Task HealthCheck_UnknownService_IsNotFound()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        Assert.Equal(
            5, (await server.Client.CallAsync(Health + "Check", new HealthCheckRequest { Service = "x" })).Status);
    }

    [Fact]
    public async Task HealthWatch_ServerStops_SaysSoAndEnds()
    {
        await using var server = await GrpcServer.StartAsync(new EchoPredictor());
        using var content = new ByteArrayContent(GrpcTestClient.Frame([]));
        using var response = await server.Client.SendAsync(
            Health + "Watch", content, cancellationToken: TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var first = new byte[7];
        await body.ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        Assert.Equal([0, 0, 0, 0, 2, 8, 1], first);
        server.Server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var rest = new MemoryStream();
        await body.CopyToAsync(rest, TestContext.Current.CancellationToken);
        Assert.Equal([0, 0, 0, 0, 2, 8, 2], rest.ToArray());
        Assert.Equal(14, new GrpcReply(response, []).Status);
    }

    private static async Task<RepositoryIndexResponse.Types.ModelIndex> IndexAsync(
        GrpcTestClient client,
        string service)
    {
        var reply = await client.CallAsync(service + "RepositoryIndex", new RepositoryIndexRequest());
        return Assert.Single(reply.Read(RepositoryIndexResponse.Parser).Models);
    }

    private static Task<KServeServer> KServeServerWithLoadingModelAsync() => KServeServer.StartAsync(
        static builder => builder.AddPredictor("m", static _ => new NotReadyPredictor()),
        host: GrpcServer.UseHttp2,
        waitReady: false);
}
