using System.Diagnostics.Metrics;

namespace KServe.Generative.Engine;

/// <summary>Counts the bytes that the engine allocates for a token, while nobody reads what it writes.</summary>
/// <remarks>
/// Whoever waits for the answer has read one piece of it and does not go on: what is allocated then is the engine's
/// own. The engine tells its tokens as the counter that dashboards read. Tokens that nobody reads are kept in an array
/// that doubles, as are names and tables of blocks; the window is laid so that none of them is full within it.
/// </remarks>
internal sealed class AllocationMeter : IDisposable
{
    private const string Counter = "vllm:generation_tokens";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private const int Prompt = 1040;
    private const int Before = 132;
    private const int Tokens = 64;
    private const int Answer = 256;

    private readonly MeterListener _listener = new();
    private readonly ManualResetEventSlim _reached = new();
    private long _count;
    private long _target = long.MaxValue;

    public AllocationMeter()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == Counter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Count(value));
        _listener.Start();
    }

    /// <summary>Runs an answer and counts.</summary>
    public async Task<double> MeasureAsync(EngineModel model)
    {
        var answer = model.GenerateAsync(model.CreatePrompt(Prompt), Answer).GetAsyncEnumerator();
        await using (answer)
        {
            var first = Interlocked.Read(ref _count);
            await answer.MoveNextAsync();
            WaitFor(first + Before);
            var bytes = GC.GetTotalAllocatedBytes(precise: true);
            var begin = Interlocked.Read(ref _count);
            WaitFor(begin + Tokens);
            bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
            return (double)bytes / (Interlocked.Read(ref _count) - begin);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _reached.Dispose();
    }

    private void Count(long tokens)
    {
        if (Interlocked.Add(ref _count, tokens) >= Interlocked.Read(ref _target))
        {
            _reached.Set();
        }
    }

    private void WaitFor(long count)
    {
        _reached.Reset();
        Interlocked.Exchange(ref _target, count);
        if (Interlocked.Read(ref _count) < count && !_reached.Wait(Longest))
        {
            throw new InvalidOperationException($"The engine does not tell its tokens as {Counter}.");
        }
    }
}
