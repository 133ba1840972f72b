using System.Net;
using KServe.Load.Calls;
using KServe.Load.Hosting;
using KServe.ModelMesh.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.ModelMesh.Tests.Hosting;

/// <summary>Folders and KServe's file of trained models behind the whole server.</summary>
public sealed class MeshSourcesServerTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory();
    private readonly ModelWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Repository_SubFolders_AreKnownAtTheStartAndFollowed()
    {
        _root.CreateSubdirectory("iris");
        await using var server = await StartAsync(options => options.Repository = _root.FullName);
        using var client = new HttpClient();
        Assert.Equal(0, _world.TotalLoads);
        Assert.Null(await SendAsync(client, server, "iris"));
        _root.CreateSubdirectory("later");
        await WaitForAsync(client, server, "later", HttpStatusCode.OK);
        Assert.Null(await SendAsync(client, server, "later"));
        _root.GetDirectories("iris")[0].Delete();
        await WaitForAsync(client, server, "iris", HttpStatusCode.NotFound);
        Assert.Null(await SendAsync(client, server, "later"));
    }

    [Fact]
    public async Task ConfigFile_Changes_AreFollowedAsByTheAgent()
    {
        var file = Path.Combine(_root.FullName, "models.json");
        await WriteAsync(file, "a");
        await using var server = await StartAsync(options => options.ConfigFile = file);
        using var client = new HttpClient();
        await _world.BeganAsync("a");
        Assert.Null(await SendAsync(client, server, "a"));
        await WriteAsync(file, "a", "b");
        await _world.BeganAsync("b");
        await WriteAsync(file, "b");
        await WaitForAsync(client, server, "a", HttpStatusCode.NotFound);
        Assert.Null(await SendAsync(client, server, "b"));
        await File.WriteAllTextAsync(file, "[", Token);
        Assert.Null(await SendAsync(client, server, "b"));
        Assert.Equal(1, _world.GetLoads("a"));
        Assert.Equal(1, _world.GetLoads("b"));
    }

    [Fact]
    public async Task ConfigFile_IsTheFolderOfTheAgent_ReadyWhenTheFirstLoadsHaveEnded()
    {
        await WriteAsync(Path.Combine(_root.FullName, "models.json"), "a", "broken");
        var gate = new TaskCompletionSource();
        _world.OnLoad = async (name, _) =>
        {
            await gate.Task;
            if (name == "broken")
            {
                throw InferenceException.InvalidArgument("broken");
            }
        };
        await using var server = await StartAsync(
            options => (options.ConfigFile, options.DefaultModelSize) = (_root.FullName, 10));
        using var client = new HttpClient();
        await _world.BeganAsync("a");
        Assert.NotEqual(HttpStatusCode.OK, await GetReadinessAsync(client, server));
        gate.SetResult();
        while (await GetReadinessAsync(client, server) != HttpStatusCode.OK)
        {
            await Task.Yield();
        }

        Assert.Equal(1, _world.GetLoads("broken"));
    }

    [Fact]
    public async Task Start_NameIsAlwaysServed_FailsAndNamesIt()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            options => options.Add("a", model => _world.Configure("a", model)),
            models => models.AddPredictor("a", _ => new SizedPredictor(_world, "a"))));
        Assert.Contains("a is the name of a model", error.Message, StringComparison.Ordinal);
    }

    private static Task<string?> SendAsync(HttpClient client, LoopbackServer server, string model) =>
        JsonCall.V2(model, new TensorPayload(2)).SendAsync(client, new ServerAddresses(server.Http, server.Grpc), Token);

    // The server looks at files now and then; each request gives it the time.
    private static async Task WaitForAsync(
        HttpClient client,
        LoopbackServer server,
        string model,
        HttpStatusCode expected)
    {
        while (true)
        {
            using var ready = await client.GetAsync(new Uri(server.Http, $"/v2/models/{model}/ready"), Token);
            if (ready.StatusCode == expected)
            {
                return;
            }
        }
    }

    private static async Task WriteAsync(string file, params string[] names)
    {
        // By a rename, as a mounted ConfigMap changes: nobody sees half of a file.
        var entries = names.Select(static name =>
            $$$"""{"modelName":"{{{name}}}","modelSpec":{"storageUri":"/models/{{{name}}}","memory":"10"}}""");
        var next = file + ".next";
        await File.WriteAllTextAsync(next, $"[{string.Join(',', entries)}]", Token);
        File.Move(next, file, overwrite: true);
    }

    private static async Task<HttpStatusCode> GetReadinessAsync(HttpClient client, LoopbackServer server)
    {
        using var response = await client.GetAsync(new Uri(server.Http, "/v2/health/ready"), Token);
        return response.StatusCode;
    }

    private async Task<LoopbackServer> StartAsync(
        Action<ModelMeshOptions> configure,
        Action<IKServeBuilder>? configureModels = null) =>
        await LoopbackServer.StartAsync(
            new LoopbackServerOptions
            {
                Models = builder =>
                {
                    builder.Services.AddSingleton<IStorageProvider, PathStorage>();
                    builder.Services.AddSingleton<IServingRuntime>(new WorldRuntime(_world));
                    builder.AddModelMesh(options =>
                    {
                        options.Budget = 30;
                        options.ScanInterval = TimeSpan.FromMilliseconds(5);
                        configure(options);
                    });
                    configureModels?.Invoke(builder);
                },
                Logging = static logging => logging.SetMinimumLevel(LogLevel.None),
            },
            Token);
}
