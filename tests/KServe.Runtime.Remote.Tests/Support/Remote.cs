using KServe.AspNetCore.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Remote.Tests;

/// <summary>A loaded predictor of a remote model, with nothing around it.</summary>
internal sealed class Remote : IAsyncDisposable
{
    private Remote(RemotePredictor predictor, TensorPool pool, RecordingLogs logs)
    {
        Predictor = predictor;
        Pool = pool;
        Logs = logs;
    }

    public RemotePredictor Predictor { get; }

    public TensorPool Pool { get; }

    public RecordingLogs Logs { get; }

    /// <summary>Gives an address the scheme of a protocol.</summary>
    public static string Address(Uri server, RemoteProtocol protocol) => protocol switch
    {
        RemoteProtocol.GrpcV2 => $"grpc://{server.Authority}",
        RemoteProtocol.V1 => $"v1+http://{server.Authority}",
        _ => $"v2+http://{server.Authority}",
    };

    public static async Task<Remote> LoadAsync(
        string address,
        Action<RemoteModelOptions>? configure = null,
        TimeProvider? time = null)
    {
        var options = new RemoteModelOptions { ModelName = "m", HealthTimeout = TimeSpan.FromMinutes(1) };
        options.Retry.Delay = TimeSpan.Zero;
        configure?.Invoke(options);
        var pool = new TensorPool();
        var logs = new RecordingLogs();
        var services = new RemoteServices(
            pool,
            new HeaderPropagator(new HeaderPropagationOptions()),
            time ?? TimeProvider.System,
            logs.CreateLogger(""));
        var predictor = new RemotePredictor(address, options, services);
        await predictor.LoadAsync(
            new ModelLoadContext { ModelName = "local", ModelVersion = "1" }, TestContext.Current.CancellationToken);
        return new Remote(predictor, pool, logs);
    }

    public async Task<string> AskAsync()
    {
        using var request = Client.Tests.Requests.Floats(1);
        try
        {
            using var response = await Predictor.PredictAsync(request, TestContext.Current.CancellationToken);
            return "ok";
        }
        catch (InferenceException error)
        {
            return $"{error.Code}: {error.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Predictor.DisposeAsync();
        Assert.Equal(0, Pool.RentedCount);
    }
}
