using System.Diagnostics;
using KServe.Load.Hosting;

namespace KServe.Load.Reload;

/// <summary>Sends one call at a fixed rate, whatever becomes of the answers.</summary>
/// <remarks>
/// Request number n is due at n divided by the rate; one that is due is sent though others still wait, so that a server
/// that stalls is not spared, and its latency counts from when it was due.
/// </remarks>
internal sealed class PacedClient(NumberCall call, ServerAddresses server, HttpMessageInvoker http, int rate)
{
    private readonly Lock _lock = new();
    private List<double> _latencies = [];
    private List<string> _errors = [];
    private int _sent;
    private int _outOfOrder;
    private int _highest;

    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Sends until told to stop, and ends when all answers are there.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        List<Task> open = [];
        var start = Stopwatch.GetTimestamp();
        for (long i = 0; !stop.IsCancellationRequested; i++)
        {
            var due = start + (i * Stopwatch.Frequency / rate);
            await UntilAsync(due);
            open.RemoveAll(static sending => sending.IsCompletedSuccessfully);
            open.Add(SendAsync(due));
        }

        await Task.WhenAll(open);
    }

    /// <summary>Gives what happened since the last call.</summary>
    public ReloadRow Take(string change, int changes, TimeSpan elapsed)
    {
        lock (_lock)
        {
            _latencies.Sort();
            var row = new ReloadRow
            {
                Change = change,
                Changes = changes,
                Protocol = call.Name,
                Requests = _latencies.Count + _errors.Count,
                Elapsed = elapsed,
                Errors = _errors,
                OutOfOrder = _outOfOrder,
                Median = Quantile(0.5),
                P99 = Quantile(0.99),
                Longest = Quantile(1),
            };
            (_latencies, _errors, _outOfOrder, _highest) = ([], [], 0, 0);
            return row;
        }
    }

    private static async Task UntilAsync(long due)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, TimeProvider.System);
        }
        else
        {
            // Late: the others get their turn, too.
            await Task.Yield();
        }
    }

    private async Task SendAsync(long due)
    {
        Interlocked.Increment(ref _sent);
        var (number, error) = (0, (string?)null);

        // An answer may not be older than one that had arrived before its request was sent.
        var known = Volatile.Read(ref _highest);
        try
        {
            using var request = call.CreateRequest(server);
            using var response = await http.SendAsync(request, CancellationToken.None);
            var body = await response.Content.ReadAsByteArrayAsync();
            (number, error) = call.Read(response, body);
        }
        catch (HttpRequestException failure)
        {
            error = $"{call.Name}: {failure.Message}";
        }

        Count(number, known, error, Stopwatch.GetElapsedTime(due).TotalMilliseconds);
    }

    private void Count(int number, int known, string? error, double milliseconds)
    {
        lock (_lock)
        {
            if (error is not null)
            {
                _errors.Add(error);
                return;
            }

            _latencies.Add(milliseconds);
            _outOfOrder += number < known ? 1 : 0;
            Volatile.Write(ref _highest, Math.Max(_highest, number));
        }
    }

    private double Quantile(double share) => _latencies.Count == 0
        ? 0
        : _latencies[Math.Max(0, (int)Math.Ceiling(share * _latencies.Count) - 1)];
}
