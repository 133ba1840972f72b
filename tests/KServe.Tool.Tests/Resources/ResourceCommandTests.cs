using System.Net;
using System.Text;
using System.Text.Json;
using KServe.Tool.Commands;
using KServe.Tool.Tests.Support;

namespace KServe.Tool.Tests.Resources;

/// <summary>Runs the commands that read and change resources against a running server, over its socket.</summary>
public sealed class ResourceCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ApplyGetDelete_Service_ComesServesAndGoes()
    {
        var file = server.Write("one.yaml", RunningServer.Service("one"));
        var applied = await server.RunAsync("apply", "-f", file, "--wait", "60");
        AssertDone(applied, "InferenceService default/one applied", "InferenceService default/one is ready");
        Assert.Equal(HttpStatusCode.OK, await PredictAsync("one"));

        var table = await server.RunAsync("get", "isvc", "one");
        AssertDone(table, "InferenceService", "default", "one", "True", server.Address.GetLeftPart(UriPartial.Authority));
        AssertDone(await server.RunAsync("get", "isvc", "one", "-o", "yaml"), "  name: one", "observedGeneration: 1");
        var json = await server.RunAsync("get", "isvc", "one", "-o", "json");
        Assert.Equal("one", JsonDocument.Parse(json.Output).RootElement.GetProperty("metadata").GetProperty("name").GetString());
        AssertDone(await server.RunAsync("get", "all"), "one");

        AssertDone(await server.RunAsync("delete", "isvc", "one"), "InferenceService one deleted");
        AssertFailed(await server.RunAsync("get", "isvc", "one"), ExitCode.Refused, "There is no InferenceService default/one.");
        Assert.Equal(HttpStatusCode.NotFound, await PredictUntilGoneAsync("one"));
    }

    [Fact]
    public async Task Apply_Namespace_IsTheOneOfTheOption()
    {
        var file = server.Write("spaced.yaml", RunningServer.Service("spaced"));
        AssertDone(await server.RunAsync("apply", "-f", file, "-n", "team"), "InferenceService team/spaced applied");
        AssertFailed(await server.RunAsync("get", "isvc", "spaced"), ExitCode.Refused, "default/spaced");
        AssertDone(await server.RunAsync("get", "isvc", "spaced", "-n", "team"), "team");
        AssertDone(await server.RunAsync("delete", "isvc", "spaced", "-n", "team"), "spaced deleted");
    }

    [Fact]
    public async Task Apply_OneFileIsWrong_SaysAllThatIsAndAppliesTheOther()
    {
        var wrong = server.Write("wrong.yaml", RunningServer.Service("wrong", "minReplica: 1\n    timeout: soon"));
        var right = server.Write("right.yaml", RunningServer.Service("right"));
        var result = await server.RunAsync("apply", "-f", wrong, right);
        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Contains("wrong.yaml:7:5: spec.predictor.minReplica: unknown field", result.Errors, StringComparison.Ordinal);
        Assert.Contains("wrong.yaml:8:14: spec.predictor.timeout: must be a whole number", result.Errors, StringComparison.Ordinal);
        Assert.Contains("default/right applied", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_DryRun_ChangesNothing()
    {
        var file = server.Write("dry.yaml", RunningServer.Service("dry"));
        AssertDone(await server.RunAsync("apply", "-f", file, "--dry-run"), "dry.yaml is right");
        AssertFailed(await server.RunAsync("get", "isvc", "dry"), ExitCode.Refused, "There is no");
    }

    [Fact]
    public async Task Apply_ModelThatDoesNotLoad_FailsAfterTheWait()
    {
        var file = server.Write("away.yaml", RunningServer.Service("away").Replace(
            ToolProcess.FlowersPath, "/no/such/model", StringComparison.Ordinal));
        var result = await server.RunAsync("apply", "-f", file, "--wait", "60");
        Assert.Equal(ExitCode.NotReady, result.ExitCode);
        Assert.Contains("default/away is not ready: ModelLoadFailed", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApplyAndDelete_Folder_TakesAllItsFiles()
    {
        server.Write("folder/a.yaml", RunningServer.Service("in-folder-a"));
        server.Write("folder/b.yml", RunningServer.Service("in-folder-b"));
        server.Write("folder/notes.txt", "no resource");
        var folder = Path.Combine(server.Folder, "folder");
        AssertDone(await server.RunAsync("apply", "-f", folder, "--wait", "60"), "in-folder-a is ready", "in-folder-b is ready");
        AssertDone(await server.RunAsync("delete", "-f", folder), "in-folder-a deleted", "in-folder-b deleted");
    }

    [Fact]
    public async Task Commands_WrongOrRefused_SayWhyWithTheirExitCodes()
    {
        AssertFailed(await server.RunAsync("get", "pods"), ExitCode.Usage, "There is no kind 'pods'");
        AssertFailed(await server.RunAsync("delete"), ExitCode.Usage, "Give a kind and a name");
        AssertFailed(await server.RunAsync("delete", "isvc", "nobody"), ExitCode.Refused, "There is no InferenceService");
        AssertFailed(await server.RunAsync("apply", "-f", "/no/such/file"), ExitCode.Usage, "There is no file or folder");
        AssertFailed(await server.RunAsync("apply"), ExitCode.Usage, "--filename");
        AssertFailed(
            await RunningServer.RunAloneAsync("get", "--server", server.Address.ToString(), "--key", "wrong-wrong-wrong"),
            ExitCode.Refused,
            "a bearer token with the key of this server was expected");
        AssertFailed(
            await RunningServer.RunAloneAsync("get", "--server", $"http://localhost:{ToolProcess.FreePorts(1)[0]}"),
            ExitCode.Refused,
            "http://localhost");
    }

    [Fact]
    public async Task Export_RunningServer_IsServedAgainFromTheFile()
    {
        var exported = await server.RunAsync("export");
        AssertDone(exported, "name: iris", ToolProcess.IrisPath);
        var only = exported.Output.Split("---\n").Single(static text => text.Contains("name: iris", StringComparison.Ordinal));
        var file = server.Write("exported.yaml", only);
        var ports = ToolProcess.FreePorts(2);
        await using var second = ToolProcess.Start(
            "serve", "-f", file, "--http-port", $"{ports[0]}", "--grpc-port", $"{ports[1]}");
        await second.ReadToAsync("Stop with Ctrl+C.", Token);
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{ports[0]}") };
        using var content = new StringContent(
            """{"inputs":[{"name":"X","datatype":"FP32","shape":[1,4],"data":[5.1,3.5,1.4,0.2]}]}""",
            Encoding.UTF8,
            "application/json");
        using var response = await http.PostAsync(new Uri("/v2/models/iris/infer", UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        // It keeps no resources for others: nobody asked it to.
        AssertFailed(
            await RunningServer.RunAloneAsync("get", "--server", http.BaseAddress!.ToString()),
            ExitCode.Refused,
            "the server keeps no resources");
    }

    private static void AssertDone(ToolResult result, params string[] expected)
    {
        Assert.True(result.ExitCode == ExitCode.Ok, result.Errors);
        Assert.All(expected, text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
    }

    private static void AssertFailed(ToolResult result, int code, string expected)
    {
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> PredictAsync(string model)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var content = new StringContent(
            """{"instances":[[5.1,3.5,1.4,0.2]]}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(
            new Uri($"/v1/models/{model}:predict", UriKind.Relative), content, Token);
        return response.StatusCode;
    }

    // A resource is gone at once, its model after the requests that run.
    private async Task<HttpStatusCode> PredictUntilGoneAsync(string model)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (await PredictAsync(model) is HttpStatusCode.NotFound and var status)
            {
                return status;
            }
        }

        return HttpStatusCode.OK;
    }
}
