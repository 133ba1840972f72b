using System.Diagnostics.Metrics;
using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Telemetry;

public sealed class KServeMetricsTests
{
    [Fact]
    public async Task InferAsync_SuccessAndFailure_CountsEach()
    {
        Dictionary<string, double> sums = new(StringComparer.Ordinal);
        await using var host = await TestHost.StartAsync(new DelegatePredictor((request, token) =>
            request.Id == "bad" ? throw new IOException("x") : DelegatePredictor.EchoAsync(request, token)));
        using var listener = new MeterListener();
        var metrics = host.Services.GetRequiredService<KServeMetrics>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Errors.Meter))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Add(instrument, 1));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        listener.Start();

        foreach (var id in (string[])["good", "good", "bad"])
        {
            using var request = new InferRequest("m") { Id = id };
            request.Inputs.Add(InferTensor.Create<float>("x", [1], 1f));
            try
            {
                using var response = await host.InferAsync(request);
            }
            catch (InferenceException)
            {
                Assert.Equal("bad", id);
            }
        }

        listener.RecordObservableInstruments();
        Assert.Equal(0, sums["kserve.request.active"]);
        Assert.Equal(1, sums["kserve.request.errors"]);
        Assert.Equal(3, sums["kserve.request.duration"]);
        Assert.Equal(2, sums["kserve.request.predict.duration"]);
        Assert.Equal(3, sums["kserve.request.preprocess.duration"]);

        void Add(Instrument instrument, double value)
        {
            lock (sums)
            {
                sums[instrument.Name] = sums.GetValueOrDefault(instrument.Name) + value;
            }
        }
    }

    [Fact]
    public async Task Measure_RequestsThatRun_AreCountedUntilTheyEnd()
    {
        var gates = new Queue<TaskCompletionSource>([new(), new()]);
        var entered = new SemaphoreSlim(0);
        await using var host = await TestHost.StartAsync(new DelegatePredictor(async (request, token) =>
        {
            var gate = gates.Dequeue();
            entered.Release();
            await gate.Task;
            return await DelegatePredictor.EchoAsync(request, token);
        }));
        var requests = host.Services.GetRequiredService<KServeMetrics>().Requests;
        Assert.Equal(0, Assert.Single(Active()).Value);

        TaskCompletionSource[] inOrder = [.. gates];
        var running = Enumerable.Range(0, 2).Select(_ => InferAsync(host)).ToArray();
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        var one = Assert.Single(Active());
        Assert.Equal(2, one.Value);
        Assert.Equal(
            [new("model_name", "m"), new("model_version", "1")],
            one.Tags.ToArray());

        inOrder[0].SetResult();
        inOrder[1].SetResult();
        await Task.WhenAll(running);
        Assert.Equal(0, Assert.Single(Active()).Value);

        await host.Services.GetRequiredService<ModelRegistry>()
            .UnloadAsync("m", TestContext.Current.CancellationToken);
        Assert.Empty(Active());

        IEnumerable<Measurement<long>> Active() => requests.Measure(static pipeline => pipeline.Active);
    }

    private static async Task InferAsync(TestHost host)
    {
        using var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create<float>("x", [1], 1f));
        using var response = await host.InferAsync(request);
    }
}
