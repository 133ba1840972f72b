using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace KServe.Batching.Tests.Fakes;

/// <summary>A batcher before a predictor, with a clock that the test moves.</summary>
internal sealed class Batcher : IAsyncDisposable
{
    public Batcher(
        Predictor inner,
        Action<BatchingOptions>? configure = null,
        int places = 1,
        TimeProvider? time = null)
    {
        var options = new BatchingOptions { MaxDelay = TimeSpan.FromMilliseconds(10) };
        configure?.Invoke(options);
        var context = new BatcherContext
        {
            ModelName = "m",
            ModelVersion = "7",
            Options = options,
            MaxConcurrency = places,
            QueueTimeout = TimeSpan.FromSeconds(30),
            Time = time ?? Time,
            Recorder = Recorder,
        };
        Predictor = (BatchingPredictor)new BatcherFactory(Pool, NullLogger<BatcherFactory>.Instance)
            .Create(inner, context);
    }

    public ManualTimeProvider Time { get; } = new();

    public TensorPool Pool { get; } = new();

    public FakeRecorder Recorder { get; } = new();

    public BatchingPredictor Predictor { get; }

    public BatchScheduler Scheduler => Predictor.Scheduler;

    /// <summary>Makes a request of one input of rented memory.</summary>
    public InferRequest NewRequest(long[] shape, params float[] values)
    {
        var request = new InferRequest("m", Pool);
        request.Inputs.Add(InferTensor.Rent<float>(Pool, "x", TensorShape.Create(shape), values));
        return request;
    }

    /// <summary>Sends one row and disposes everything.</summary>
    public Task<float[]> SendAsync(float value, CancellationToken cancellationToken = default) =>
        SendAsync(NewRequest([1, 1], value), cancellationToken);

    /// <summary>Sends a request, reads its first output and disposes everything.</summary>
    public async Task<float[]> SendAsync(InferRequest request, CancellationToken cancellationToken = default)
    {
        using (request)
        {
            using var response = await Predictor.PredictAsync(request, cancellationToken);
            return response.Outputs[0].AsSpan<float>().ToArray();
        }
    }

    public ValueTask DisposeAsync() => Predictor.DisposeAsync();
}
