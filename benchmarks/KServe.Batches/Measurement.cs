using System.Diagnostics;

namespace KServe.Batches;

/// <summary>Calls a model from a number of clients, each after the answer to its last call.</summary>
internal static class Measurement
{
    public static async Task<(double PerSecond, double[] Microseconds)> RunAsync(
        ModelRevision revision,
        TensorPool pool,
        int clients,
        TimeSpan duration)
    {
        var latencies = new List<double>[clients];
        var start = Stopwatch.GetTimestamp();
        var running = new Task[clients];
        for (var i = 0; i < clients; i++)
        {
            var own = latencies[i] = new List<double>(1 << 16);
            running[i] = Task.Run(() => RunClientAsync(revision, pool, start, duration, own));
        }

        await Task.WhenAll(running);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] all = [.. latencies.SelectMany(static own => own).Order()];
        return (all.Length / seconds, all);
    }

    /// <summary>Calls a model at random times of a fixed mean rate, whether it has answered or not.</summary>
    public static async Task<double[]> RunOpenAsync(
        ModelRevision revision,
        TensorPool pool,
        double perSecond,
        TimeSpan duration)
    {
        var random = new Random(1);
        var start = Stopwatch.GetTimestamp();
        List<Task<double>> calls = [];
        var next = TimeSpan.Zero;
        while (next < duration)
        {
            // In bursts of a millisecond: a loop that spins would take the processor away from the model.
            if (Stopwatch.GetElapsedTime(start) < next)
            {
                await Task.Delay(1);
            }

            calls.Add(Task.Run(() => CallAsync(revision, pool)));
            next += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond);
        }

        return [.. (await Task.WhenAll(calls)).Order()];
    }

    private static async Task<double> CallAsync(ModelRevision revision, TensorPool pool)
    {
        var sent = Stopwatch.GetTimestamp();
        using var request = new InferRequest("m", pool);
        request.Inputs.Add(InferTensor.Rent<float>(pool, "x", [1, 4], [1, 2, 3, 4]));
        using var response = await revision.InferAsync(request, CancellationToken.None);
        return Stopwatch.GetElapsedTime(sent).TotalMicroseconds;
    }

    private static async Task RunClientAsync(
        ModelRevision revision,
        TensorPool pool,
        long start,
        TimeSpan duration,
        List<double> latencies)
    {
        float[] values = [1, 2, 3, 4];
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var sent = Stopwatch.GetTimestamp();
            using var request = new InferRequest("m", pool);
            request.Inputs.Add(InferTensor.Rent<float>(pool, "x", [1, 4], values));
            using var response = await revision.InferAsync(request, CancellationToken.None);
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
        }
    }
}
