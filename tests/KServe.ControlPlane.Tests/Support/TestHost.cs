using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane.Tests.Support;

/// <summary>A host without protocols whose containers named <c>gate</c> are predictors that the test holds.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost _host;

    private TestHost(IHost host) => _host = host;

    public LoadGate Gate => _host.Services.GetRequiredService<LoadGate>();

    public ResourceController Controller => _host.Services.GetRequiredService<ResourceController>();

    public ModelRegistry Registry => _host.Services.GetRequiredService<ModelRegistry>();

    public ServerHealth Health => _host.Services.GetRequiredService<ServerHealth>();

    public WatchedPaths Paths => _host.Services.GetRequiredService<WatchedPaths>();

    public static async Task<TestHost> StartAsync(
        Action<IKServeBuilder>? configure = null,
        TimeProvider? time = null,
        bool isOpen = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        var gate = new LoadGate();
        if (isOpen)
        {
            gate.Opened.SetResult();
        }

        builder.Services.AddSingleton(gate);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        var kserve = builder.Services.AddKServeCore();
        kserve.AddControlPlane().AddContainerPredictor<GatePredictor>("gate");
        configure?.Invoke(kserve);
        var host = builder.Build();
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            host.Dispose();
            throw;
        }

        return new TestHost(host);
    }

    /// <summary>A service that a predictor of the test answers for.</summary>
    public static string Service(string name, string extra = "") => $"""
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata:
          name: {name}
        spec:
          predictor:
            containers:
              - name: gate
                image: example/gate:1
            {extra}

        """;

    public Task<ResourceView?> SettledAsync(string name) =>
        Controller.WaitAsync(Key(name), TestContext.Current.CancellationToken);

    /// <summary>Waits until the state of the resources is as wanted.</summary>
    public Task UntilAsync(Func<ResourceController, bool> isSo) => Changes.UntilAsync(_host.Services, isSo);

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static ResourceKey Key(string name) => new("InferenceService", "default", name);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
