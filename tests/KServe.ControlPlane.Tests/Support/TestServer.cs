using System.Net;
using System.Text;
using System.Text.Json;
using KServe.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane.Tests.Support;

/// <summary>A whole server whose storage is the folder of test models.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.ToArray();
        Http = new HttpClient { BaseAddress = new Uri(addresses[0]) };
        Grpc = new HttpClient { BaseAddress = new Uri(addresses[1]) };
    }

    public HttpClient Http { get; }

    public HttpClient Grpc { get; }

    public ResourceController Controller => _app.Services.GetRequiredService<ResourceController>();

    public ModelRegistry Registry => _app.Services.GetRequiredService<ModelRegistry>();

    public static string ModelsFolder => Path.Combine(AppContext.BaseDirectory, "Models");

    public static async Task<TestServer> StartAsync(
        Action<IKServeBuilder>? configure = null,
        Action<KServeHttpOptions>? http = null,
        TimeProvider? time = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        // No test may reach the network.
        var kserve = builder.Services.AddKServe().AddStorage(static storage => storage.HuggingFace.Offline = true);
        kserve.AddControlPlane(MapStorage).AddProtocols(http);
        configure?.Invoke(kserve);
        var app = builder.Build();
        app.MapKServe();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<ServerHealth>().Started.WaitAsync(TestContext.Current.CancellationToken);
        return new TestServer(app);
    }

    public async Task<ResourceView> ApplyAsync(string text)
    {
        ResourceView? last = null;
        foreach (var view in Controller.Apply(text))
        {
            last = await Controller.WaitAsync(view.Key, TestContext.Current.CancellationToken);
        }

        return last!;
    }

    /// <summary>Waits until the state of the resources is as wanted.</summary>
    public Task UntilAsync(Func<ResourceController, bool> isSo) =>
        Changes.UntilAsync(_app.Services, isSo);

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(
            new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Grpc.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static void MapStorage(ControlPlaneOptions options)
    {
        var models = ModelsFolder + Path.DirectorySeparatorChar;
        var map = options.StorageMap;
        map["gs://kfserving-examples/models/sklearn/1.0/model"] = models + "sklearn";
        map["gs://kfserving-examples/models/sklearn/1.0/model-2"] = models + "sklearn-2";
        map["hf://meta-llama/meta-llama-3-8b-instruct"] = Path.Combine(AppContext.BaseDirectory, "tiny-chat");
        map["hf://dslim/bert-base-NER"] = Path.Combine(AppContext.BaseDirectory, "tagger");
        map["gs://seldon-models/sklearn/iris"] = models + "sklearn";
        map["gs://kfserving-examples/models/xgboost/iris"] = models + "xgboost";
        map["gs://kfserving-examples/models/lightgbm/iris"] = models + "lightgbm";
        map["gs://kfserving-examples/models/pmml"] = models + "pmml";
        map["gs://kfserving-examples/models/onnx"] = models + "onnx";
        map["gs://kfserving-examples/models/mlflow/wine"] = models + "mlflow";
    }
}
