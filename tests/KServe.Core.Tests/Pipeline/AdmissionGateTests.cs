using KServe.Core.Tests.Fakes;

namespace KServe.Core.Tests.Pipeline;

public sealed class AdmissionGateTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task EnterAsync_QueueFull_IsRefusedAtOnce()
    {
        var gate = NewGate(concurrency: 1, queue: 1);
        await gate.EnterAsync(default);
        var waiting = gate.EnterAsync(default).AsTask();
        var error = await Assert.ThrowsAsync<InferenceException>(() => gate.EnterAsync(default).AsTask());
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.NotNull(error.RetryAfter);
        Assert.False(waiting.IsCompleted);

        gate.Exit();
        await waiting;
        gate.Exit();
        Assert.Equal((0, 0), (gate.Active, gate.Queued));
    }

    [Fact]
    public async Task EnterAsync_QueueFullOfTooManyRequests_IsResourceExhausted()
    {
        var gate = new AdmissionGate(1, 0, TimeSpan.FromSeconds(5), _time, QueueOverflow.TooManyRequests);
        await gate.EnterAsync(default);
        var error = await Assert.ThrowsAsync<InferenceException>(() => gate.EnterAsync(default).AsTask());
        Assert.Equal(InferenceErrorCode.ResourceExhausted, error.Code);
        Assert.Equal(RefusalReasons.QueueFull, error.Reason);
        Assert.NotNull(error.RetryAfter);
    }

    [Fact]
    public async Task Exit_ManyWaiters_FirstComeFirstServed()
    {
        var gate = NewGate(concurrency: 1, queue: 3);
        await gate.EnterAsync(default);
        Task[] waiters = [gate.EnterAsync(default).AsTask(), gate.EnterAsync(default).AsTask()];
        gate.Exit();
        await waiters[0];
        Assert.False(waiters[1].IsCompleted);
        gate.Exit();
        await waiters[1];
    }

    [Fact]
    public async Task EnterAsync_CancelledWhileQueued_FreesItsPlace()
    {
        var gate = NewGate(concurrency: 1, queue: 1);
        await gate.EnterAsync(default);
        using var cancel = new CancellationTokenSource();
        var waiting = gate.EnterAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, gate.Queued);
        gate.Exit();
        Assert.Equal(0, gate.Active);
    }

    [Fact]
    public async Task EnterAsync_QueueTimeout_IsUnavailable()
    {
        var gate = NewGate(concurrency: 1, queue: 1);
        await gate.EnterAsync(default);
        var waiting = gate.EnterAsync(default).AsTask();
        _time.Advance(TimeSpan.FromSeconds(6));
        var error = await Assert.ThrowsAsync<InferenceException>(() => waiting);
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Equal(0, gate.Queued);
    }

    [Fact]
    public async Task EnterAsync_ManyThreadsWithRandomCancels_LosesNoPlace()
    {
        var gate = NewGate(concurrency: 3, queue: 50);
        var most = 0;
        var inside = 0;
        await Parallel.ForAsync(0, 64, TestContext.Current.CancellationToken, async (index, _) =>
        {
            var random = new Random(index);
            for (var i = 0; i < 200; i++)
            {
                using var cancel = new CancellationTokenSource();
                var entering = gate.EnterAsync(cancel.Token).AsTask();
                if (random.Next(3) == 0)
                {
                    await cancel.CancelAsync();
                }

                try
                {
                    await entering;
                }
                catch (Exception error) when (error is OperationCanceledException or InferenceException)
                {
                    continue;
                }

                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                gate.Exit();
            }
        });
        Assert.InRange(most, 1, 3);
        Assert.Equal((0, 0), (gate.Active, gate.Queued));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (seen < value && Interlocked.CompareExchange(ref target, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }

    private AdmissionGate NewGate(int concurrency, int queue) =>
        new(concurrency, queue, TimeSpan.FromSeconds(5), _time);
}
