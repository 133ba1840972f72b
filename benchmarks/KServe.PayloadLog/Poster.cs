using System.Diagnostics;
using System.Globalization;
using KServe.PayloadLogging;

namespace KServe.PayloadLog;

/// <summary>Posts events at a given rate: what a sink takes, without a server that logs.</summary>
internal static class Poster
{
    private const int BatchSize = 64;

    /// <summary>Reads "{events for each second} {bytes of each}" from the input, and posts so until the next
    /// line.</summary>
    public static async Task RunAsync(string url)
    {
        var options = new PayloadLoggingOptions { Url = url };
        await using var sink = PayloadSinks.Create(new NoServices(), "m", options, TimeProvider.System);
        var task = Task.CompletedTask;
        var current = new CancellationTokenSource();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await current.CancelAsync();
            await task;
            current.Dispose();
            current = new CancellationTokenSource();
            var numbers = line.Split(' ');
            var rate = double.Parse(numbers[0], CultureInfo.InvariantCulture);
            var length = int.Parse(numbers[1], CultureInfo.InvariantCulture);
            var token = current.Token;
            task = rate > 0 ? Task.Run(() => PostAsync(sink, rate, length, token), CancellationToken.None) : task;
        }

        await current.CancelAsync();
        await task;
        current.Dispose();
    }

    private static async Task PostAsync(IPayloadSink sink, double rate, int length, CancellationToken token)
    {
        var data = new byte[length];
        Array.Fill(data, (byte)'1');
        var start = Stopwatch.GetTimestamp();
        long posted = 0;
        while (!token.IsCancellationRequested)
        {
            var due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate) - posted;
            if (due <= 0)
            {
                await Task.Delay(1, CancellationToken.None);
                continue;
            }

            var events = new PayloadEvent[Math.Min(due, BatchSize)];
            for (var i = 0; i < events.Length; i++)
            {
                events[i] = Create(data);
            }

            posted += events.Length;
            await sink.WriteAsync(events, CancellationToken.None);
        }
    }

    private static PayloadEvent Create(byte[] data) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Type = PayloadEventTypes.Request,
        Source = "io.kserve.inference.m",
        Time = TimeProvider.System.GetUtcNow(),
        InferenceService = "m",
        Component = "predictor",
        Data = data,
    };

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
