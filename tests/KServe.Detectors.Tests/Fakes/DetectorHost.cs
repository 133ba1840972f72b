using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Detectors.Tests.Fakes;

/// <summary>A host with one model and what its detectors said.</summary>
internal sealed class DetectorHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _values = new(StringComparer.Ordinal);

    private DetectorHost(ServiceProvider services)
    {
        _services = services;
        var scope = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == DetectorTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, scope))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            _values.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            _values[instrument.Name + string.Concat(
                tags.ToArray().Where(static tag => tag.Key == "feature").Select(static tag => $":{tag.Value}"))] = value);
        _listener.Start();
    }

    /// <summary>Gets detections in their order.</summary>
    public Channel<Detection> Detections { get; } = Channel.CreateUnbounded<Detection>();

    public IServiceProvider Services => _services;

    public double this[string metric] => _values.GetValueOrDefault("kserve.detector." + metric);

    public static async Task<DetectorHost> StartAsync(Action<ModelBuilder, DetectorHost> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        DetectorHost? host = null;
        services.AddKServeCore().AddDetectors().AddPredictor<EchoPredictor>("m");
        host = new DetectorHost(services.BuildServiceProvider());
        await host._services.GetRequiredService<ModelRegistry>().DefineAsync(
            "m",
            model =>
            {
                model.UsePredictor<EchoPredictor>();
                configure(model, host);
            },
            TestContext.Current.CancellationToken);
        return host;
    }

    public async Task InferAsync(string? id, params InferTensor[] inputs)
    {
        using var lease = _services.GetRequiredService<ModelRegistry>().Pin("m");
        using var request = new InferRequest("m") { Id = id };
        foreach (var input in inputs)
        {
            request.Inputs.Add(input);
        }

        using var response = await lease.Revision.InferAsync(request, TestContext.Current.CancellationToken);
    }

    public ValueTask<Detection> NextAsync() => Detections.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits until the detectors have looked at, skipped or dropped that much.</summary>
    public async Task WaitForAsync(string metric, double value)
    {
        while (this[metric] < value)
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _services.DisposeAsync();
    }
}
