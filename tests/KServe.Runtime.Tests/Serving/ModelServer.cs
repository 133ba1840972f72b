using System.Text;
using KServe.Load.Hosting;
using KServe.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Runtime.Tests.Serving;

/// <summary>One server with every fixture as a model, called by group and case.</summary>
public sealed class ModelServer : IAsyncLifetime
{
    private static readonly string[] Groups = ["sklearn", "xgboost", "lightgbm", "pmml"];

    private LoopbackServer? _server;

    public HttpClient Client { get; } = new();

    public static string GetName(string group, string name) => $"{group}-{name}";

    public async ValueTask InitializeAsync()
    {
        var names = Groups.SelectMany(static group => FixtureCase.Names(group).Select(name => GetName(group, name)));
        _server = await LoopbackServer.StartAsync(
            new LoopbackServerOptions { Models = AddModels, WaitFor = [.. names] },
            TestContext.Current.CancellationToken);
        Client.BaseAddress = _server.Http;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await (_server?.DisposeAsync() ?? default);
    }

    /// <summary>Posts JSON and returns the status and the body.</summary>
    public async Task<(int Status, string Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var reply = await Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static void AddModels(IKServeBuilder builder)
    {
        builder.AddStorage().AddManagedRuntimes();
        foreach (var group in Groups)
        {
            foreach (var name in FixtureCase.Names(group))
            {
                // The first file, without a format: finding the runtime is part of the test.
                var fixture = FixtureCase.Load(group, name);
                builder.AddModel(
                    GetName(group, name),
                    fixture.ModelFiles[0],
                    model => AddIterations(fixture, model.Options.Parameters));
            }
        }

        builder.AddModel("proba", FixtureCase.Load("sklearn", "logreg_multinomial").ModelFiles[0], static model =>
            model.Options.Parameters["predict_proba"] = "true");
    }

    // What a file of LightGBM does not note, and the fixture asks for.
    private static void AddIterations(FixtureCase fixture, IDictionary<string, string> parameters)
    {
        foreach (var output in fixture.Outputs)
        {
            if (output.Name == "predict_best" && fixture.Expected.GetProperty("group").GetString() == "lightgbm")
            {
                parameters["best_iteration"] = output.Json.GetProperty("num_iteration").GetRawText();
            }
            else if (output.Name == "predict_range")
            {
                parameters["start_iteration"] = output.Json.GetProperty("start_iteration").GetRawText();
                parameters["num_iteration"] = output.Json.GetProperty("num_iteration").GetRawText();
            }
        }
    }
}
