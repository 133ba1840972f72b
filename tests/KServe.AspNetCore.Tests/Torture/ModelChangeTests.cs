using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Torture;

/// <summary>Rows M-02 to M-04, M-06, M-07 and M-09 of the torture list: loads and settings over the wire.</summary>
public sealed class ModelChangeTests
{
    private const string Infer = """{"inputs":[{"name":"x","shape":[1],"datatype":"INT32","data":[1]}]}""";

    [Fact]
    public async Task M02_LoadMissingCorruptTwiceUnknown_OthersStayReady()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models
                .AddPredictor("good", static _ => new EchoPredictor())
                .AddPredictor("corrupt", static _ => throw InferenceException.InvalidArgument("the file is cut off")),
            waitReady: false);
        server.ExpectsErrors = true;
        await server.Services.GetRequiredService<ServerHealth>().Started;

        Assert.Equal(HttpStatusCode.NotFound, (await ChangeAsync(server, "missing/load")).Status);
        var corrupt = await ChangeAsync(server, "corrupt/load");
        Assert.Equal((HttpStatusCode.BadRequest, """{"error":"the file is cut off"}"""), corrupt);
        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync(server, "good/load")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ChangeAsync(server, "good/load")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ChangeAsync(server, "missing/unload")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/models/good/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v2/models/good/infer", Infer)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/health/live")).Status);
    }

    [Fact]
    public async Task M03_LoadUnloadInferAtTheSameTime_OnlyDefinedStatuses()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("m", static _ => new EchoPredictor()));
        HttpStatusCode[] defined = [HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable];
        await Parallel.ForAsync(0, 300, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var (status, body) = (i % 6) switch
            {
                0 => await ChangeAsync(server, "m/load"),
                1 => await ChangeAsync(server, "m/unload"),
                _ => await server.PostAsync("/v2/models/m/infer", Infer),
            };
            Assert.True(defined.Contains(status), body);
        });
        await ChangeAsync(server, "m/load");
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v2/models/m/infer", Infer)).Status);
    }

    [Fact]
    public async Task M04_ReloadOfABadVersion_OldKeepsServing()
    {
        var isBad = false;
        await using var server = await KServeServer.StartAsync(models => models.AddPredictor(
            "m", _ => isBad ? throw new IOException("/secret/path") : new EchoPredictor()));
        server.ExpectsErrors = true;
        isBad = true;
        var (status, body) = await ChangeAsync(server, "m/load");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/models/m/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v2/models/m/infer", Infer)).Status);
    }

    [Theory]
    [InlineData("/v2/logging")]
    [InlineData("/v2/trace/setting")]
    [InlineData("/v2/models/m/trace/setting")]
    [InlineData("/v2/systemsharedmemory/region/r/register")]
    [InlineData("/v2/cudasharedmemory/region/r/register")]
    [InlineData("/v2/systemsharedmemory/unregister")]
    public async Task M06AndM09_SettingsAndSharedMemoryByTheWire_AreNoRoutes(string path)
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("m", static _ => new EchoPredictor()));
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await server.PostAsync(path, """{"log_file":"/tmp/x","trace_file":"/tmp/x","key":"/x","byte_size":8}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v2/models/m/infer", Infer)).Status);
    }

    [Fact]
    public async Task M07_LargerThanTheMemory_Is503AndOthersServe()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models
                .AddPredictor("small", static _ => new EchoPredictor(), static model => model.Options.MemoryBytes = 1 << 20)
                .AddPredictor("large", static _ => new EchoPredictor(), static model => model.Options.MemoryBytes = 10L << 30)
                .Services.Configure<KServeOptions>(static options => options.ModelMemoryLimit = 4L << 30),
            waitReady: false);
        server.ExpectsErrors = true;
        await server.Services.GetRequiredService<ServerHealth>().Started;
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var refused = await server.PostAsync("/v2/repository/models/large/load", content);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("model-memory", refused.Headers.GetValues("x-kserve-reason").Single());
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v2/models/small/infer", Infer)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/v2/health/live")).Status);
    }

    private static Task<(HttpStatusCode Status, string Body)> ChangeAsync(KServeServer server, string change) =>
        server.PostAsync($"/v2/repository/models/{change}", "{}");
}
