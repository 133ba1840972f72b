using System.Diagnostics;
using KServe.LoadTest.Measuring;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Client;

/// <summary>Drives one server over its connections, on the thread of the caller.</summary>
/// <remarks>
/// One thread, no locks, no tasks: a client that costs more than the server would measure itself. Not safe for
/// concurrent use.
/// </remarks>
internal sealed class LoadClient : ICompletions, IDisposable
{
    private const int IdleMilliseconds = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly SocketPoller _poller = SocketPoller.Create();
    private readonly LoadConnection[] _connections;
    private readonly int[] _ready;
    private readonly LoadTarget _target;
    private LatencyHistogram _latencies = new();
    private SendSchedule? _schedule;
    private long _end;
    private long _completed;
    private long _total;
    private long _lastAnswer;

    /// <summary>Connects.</summary>
    public LoadClient(LoadTarget target)
    {
        _target = target;
        _connections = new LoadConnection[target.Connections];
        _ready = new int[target.Connections];
        var buffer = new byte[256 * 1024];
        var isGrpc = target.Request.Protocol == WireProtocol.Grpc;
        var address = isGrpc ? target.Addresses.Grpc : target.Addresses.Http;
        var frames = isGrpc ? new Http2Request(address, target.Request) : null;
        var bytes = Http1Connection.CreateRequest(address, target.Request);
        for (var i = 0; i < _connections.Length; i++)
        {
            _connections[i] = frames is null
                ? new Http1Connection(address, bytes, buffer, _poller, i)
                : new Http2Connection(address, frames, target.Streams, _poller, i);
        }
    }

    /// <summary>Gets the head of the first answer over HTTP/1.1.</summary>
    public string FirstHead => _connections[0] is Http1Connection http ? http.FirstHead : "";

    /// <summary>Gets the body of the first answer.</summary>
    public ReadOnlyMemory<byte> FirstBody =>
        _connections[0].FirstBody ?? throw new InvalidOperationException("nothing has been answered yet");

    /// <summary>Sends one request and checks the whole answer.</summary>
    public void Check()
    {
        Begin(TimeSpan.Zero, schedule: null);
        _connections[0].Submit(Stopwatch.GetTimestamp());
        _connections[0].Flush();
        Drain(1);
        if (_target.Request.FindError(FirstBody) is { } error)
        {
            throw new LoadException(error);
        }
    }

    /// <summary>Runs a closed loop: every answer is followed by the next request.</summary>
    public LoadResult RunClosed(TimeSpan duration)
    {
        var start = Begin(duration, schedule: null);
        var sent = 0L;
        foreach (var connection in _connections)
        {
            for (; connection.Free > 0; sent++)
            {
                connection.Submit(start);
            }

            connection.Flush();
        }

        while (Stopwatch.GetTimestamp() < _end)
        {
            Poll(IdleMilliseconds);
        }

        // Each answer within the time sent one more request; those are still on their way.
        Drain(_completed + sent);
        return Finish(duration);
    }

    /// <summary>Runs an open loop: requests are sent at a fixed rate, whether answers come or not.</summary>
    /// <param name="rate">The requests per second.</param>
    /// <param name="duration">How long.</param>
    public LoadResult RunOpen(double rate, TimeSpan duration)
    {
        var schedule = new SendSchedule(Stopwatch.GetTimestamp(), rate, duration);
        Begin(duration, schedule);
        var next = 0;
        while (_total < schedule.Total)
        {
            // Never sleeps: the clock of the poller is too coarse for a rate of tens of thousands.
            var connection = _connections[next];
            if (connection.Free > 0)
            {
                if (schedule.TryTake(Stopwatch.GetTimestamp(), out var intended))
                {
                    connection.Submit(intended);
                    connection.Flush();
                    next = (next + 1) % _connections.Length;
                }
            }
            else
            {
                next = (next + 1) % _connections.Length;
            }

            Poll(0);
        }

        return Finish(duration);
    }

    /// <inheritdoc/>
    public void Complete(LoadConnection connection, long intended, long now)
    {
        _latencies.Record(now - intended);
        _total++;
        _lastAnswer = now;
        if (now >= _end)
        {
            return;
        }

        _completed++;
        if (_schedule is null)
        {
            connection.Submit(now);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection?.Dispose();
        }

        _poller.Dispose();
    }

    private long Begin(TimeSpan duration, SendSchedule? schedule)
    {
        (_completed, _total, _schedule, _latencies) = (0, 0, schedule, new LatencyHistogram());
        _lastAnswer = Stopwatch.GetTimestamp();
        _end = _lastAnswer + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return _lastAnswer;
    }

    private void Drain(long expected)
    {
        while (_total < expected)
        {
            Poll(IdleMilliseconds);
        }
    }

    private LoadResult Finish(TimeSpan duration) => new(_completed, _total, duration.TotalSeconds, _latencies);

    private void Poll(int milliseconds)
    {
        var count = _poller.Wait(_ready, milliseconds);
        for (var i = 0; i < count; i++)
        {
            _connections[_ready[i]].Advance(this);
        }

        if (count == 0 && Stopwatch.GetElapsedTime(_lastAnswer) > Patience)
        {
            throw new LoadException($"no answer for {Patience.TotalSeconds} s");
        }
    }
}
