using System.Diagnostics.Metrics;
using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Telemetry;

public sealed class KServeMetricsTests
{
    [Fact]
    public async Task InferAsync_SuccessAndFailure_GaugesReturnToZero()
    {
        Dictionary<string, double> sums = new(StringComparer.Ordinal);
        await using var host = await TestHost.StartAsync(new DelegatePredictor((request, token) =>
            request.Id == "bad" ? throw new IOException("x") : DelegatePredictor.EchoAsync(request, token)));
        using var listener = new MeterListener();
        var metrics = host.Services.GetRequiredService<KServeMetrics>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Active.Meter))
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
}
