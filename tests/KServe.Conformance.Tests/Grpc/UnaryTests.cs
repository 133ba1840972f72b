using KServe.Conformance.Tests.Clients;
using KServe.Conformance.Tests.Hosting;

namespace KServe.Conformance.Tests.Grpc;

/// <summary>Every unary method of <c>GRPCInferenceService</c> and of the health service.</summary>
public sealed class UnaryTests(ServerFixture fixture) : NodeTest(fixture)
{
    [Fact]
    public async Task ServerLive_Always_IsTrue()
    {
        var reply = await CallAsync("ServerLive");
        Assert.Equal(GrpcCode.Ok, reply.Code);
        Assert.True(reply.Response.GetProperty("live").GetBoolean());
    }

    [Fact]
    public async Task ServerReady_AllModelsReady_IsTrue()
    {
        var reply = await CallAsync("ServerReady");
        Assert.Equal(GrpcCode.Ok, reply.Code);
        Assert.True(reply.Response.GetProperty("ready").GetBoolean());
    }

    [Fact]
    public async Task ModelReady_ReadyModel_IsTrue()
    {
        var reply = await CallAsync("ModelReady", """{"name":"multi3"}""");
        Assert.Equal(GrpcCode.Ok, reply.Code);
        Assert.True(reply.Response.GetProperty("ready").GetBoolean());
    }

    [Theory]
    [InlineData("ModelReady", """{"name":"nobody"}""")]
    [InlineData("ModelMetadata", """{"name":"nobody"}""")]
    [InlineData("ModelMetadata", """{"name":"multi3","version":"77"}""")]
    [InlineData("ModelStatistics", """{"name":"nobody"}""")]
    [InlineData("RepositoryModelLoad", """{"model_name":"nobody"}""")]
    [InlineData("RepositoryModelUnload", """{"model_name":"nobody"}""")]
    public async Task AnyMethod_UnknownModel_IsNotFound(string rpc, string message) =>
        Assert.Equal(GrpcCode.NotFound, (await CallAsync(rpc, message)).Code);

    [Fact]
    public async Task ServerMetadata_Always_NamesServerAndExtensions()
    {
        var response = (await CallAsync("ServerMetadata")).Response;
        Assert.Equal("kserve", response.GetProperty("name").GetString());
        Assert.NotEmpty(response.GetProperty("version").GetString()!);
        Assert.Contains(
            "model_repository",
            response.GetProperty("extensions").EnumerateArray().Select(static name => name.GetString()));
    }

    [Fact]
    public async Task ModelMetadata_DeclaredModel_ListsInputsAndOutputs()
    {
        var response = (await CallAsync("ModelMetadata", """{"name":"multi3"}""")).Response;
        Assert.Equal("conformance_multi3", response.GetProperty("platform").GetString());
        var inputs = response.GetProperty("inputs").EnumerateArray().ToArray();
        Assert.Equal(["a", "b", "c", "d"], inputs.Select(static input => input.GetProperty("name").GetString()));
        Assert.All(inputs, static input => Assert.Equal("FP32", input.GetProperty("datatype").GetString()));
        Assert.Equal(
            ["-1", "8"],
            inputs[0].GetProperty("shape").EnumerateArray().Select(static dimension => dimension.GetString()));
        Assert.Equal(2, response.GetProperty("outputs").GetArrayLength());
    }

    [Fact]
    public async Task ModelStatistics_AfterAnInference_CountsIt()
    {
        await CallAsync(new GrpcRequest("ModelInfer") { Message = Infer("identity") });
        var reply = await CallAsync("ModelStatistics", """{"name":"identity"}""");
        var stats = reply.Response.GetProperty("model_stats")[0];
        Assert.Equal("identity", stats.GetProperty("name").GetString());
        Assert.NotEqual("0", stats.GetProperty("inference_count").GetString());
        var success = stats.GetProperty("inference_stats").GetProperty("success");
        Assert.NotEqual("0", success.GetProperty("count").GetString());
    }

    [Fact]
    public async Task RepositoryIndex_Always_ListsModels()
    {
        var models = (await CallAsync("RepositoryIndex")).Response.GetProperty("models").EnumerateArray().ToArray();
        Assert.Contains("multi3", models.Select(static model => model.GetProperty("name").GetString()));
        Assert.All(models, static model => Assert.Equal("READY", model.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Repository_TritonShape_UnloadsAndLoads()
    {
        var unloaded = await CallAsync("RepositoryModelUnload", """{"model_name":"multi3"}""");
        Assert.Equal(GrpcCode.Ok, unloaded.Code);
        var refused = await CallAsync(new GrpcRequest("ModelInfer") { Message = Infer("multi3") });
        Assert.Contains(refused.Code, new[] { GrpcCode.Unavailable, GrpcCode.NotFound });
        Assert.Equal(GrpcCode.Ok, (await CallAsync("RepositoryModelLoad", """{"model_name":"multi3"}""")).Code);
        var ready = await CallAsync("ModelReady", """{"name":"multi3"}""");
        Assert.True(ready.Response.GetProperty("ready").GetBoolean());
    }

    [Fact]
    public async Task Repository_KServeShape_UnloadsAndLoads()
    {
        var unloaded = await CallAsync("RepositoryModelUnload", """{"model_name":"multi3"}""", "kserve");
        Assert.Equal(GrpcCode.Ok, unloaded.Code);
        Assert.Equal("multi3", unloaded.Response.GetProperty("model_name").GetString());
        Assert.True(unloaded.Response.GetProperty("isUnloaded").GetBoolean());
        var loaded = await CallAsync("RepositoryModelLoad", """{"model_name":"multi3"}""", "kserve");
        Assert.Equal(GrpcCode.Ok, loaded.Code);
        Assert.Equal("multi3", loaded.Response.GetProperty("model_name").GetString());
        Assert.True(loaded.Response.GetProperty("isLoaded").GetBoolean());
    }

    [Theory]
    [InlineData("", "SERVING")]
    [InlineData("inference.GRPCInferenceService", "SERVING")]
    public async Task HealthCheck_KnownService_IsServing(string service, string status)
    {
        var reply = await CallAsync("Check", $$"""{"service":"{{service}}"}""", "health");
        Assert.Equal(GrpcCode.Ok, reply.Code);
        Assert.Equal(status, reply.Response.GetProperty("status").GetString());
    }

    [Fact]
    public async Task HealthCheck_UnknownService_IsNotFound() =>
        Assert.Equal(GrpcCode.NotFound, (await CallAsync("Check", """{"service":"nobody"}""", "health")).Code);

    [Fact]
    public async Task HealthWatch_FirstMessage_IsServing()
    {
        var reply = await CallAsync(new GrpcRequest("Watch") { Shape = "health", CancelAfter = 1 });
        Assert.Equal(GrpcCode.Cancelled, reply.Code);
        Assert.Equal("SERVING", Assert.Single(reply.Responses).GetProperty("status").GetString());
    }

    [Fact]
    public async Task UnknownMethod_P11_IsUnimplemented() =>
        Assert.Equal(GrpcCode.Unimplemented, (await CallAsync("NoSuchMethod")).Code);
}
