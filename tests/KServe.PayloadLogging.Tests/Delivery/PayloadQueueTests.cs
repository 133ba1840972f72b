using KServe.PayloadLogging.Tests.Fakes;

namespace KServe.PayloadLogging.Tests.Delivery;

public sealed class PayloadQueueTests : IDisposable
{
    private readonly ScopedMeterFactory _meters = new();
    private readonly PayloadMetrics _metrics;
    private readonly PayloadQueue _queue;

    public PayloadQueueTests()
    {
        _metrics = new PayloadMetrics(_meters);
        _queue = new PayloadQueue(maxLength: 1_000_000, long.MaxValue, _metrics, "iris");
    }

    [Fact]
    public async Task WaitToTake_ManyAdd_EachIsTakenOnceAndNoWakeIsLost()
    {
        const int writers = 4;
        const int each = 20_000;
        var reader = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                Assert.True(_queue.TryReserve(1));
                _queue.Add(Capture());

                // Now and then the reader has nothing left and waits.
                if (i % 100 == 0)
                {
                    Thread.Yield();
                }
            }
        })));
        while (_queue.Length > 0)
        {
            await Task.Yield();
        }

        _queue.Close();
        Assert.Equal(writers * each, await reader);
        Assert.Equal(0, _queue.Bytes);
    }

    [Fact]
    public async Task WaitToTake_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        var wait = Task.Factory.StartNew(() => _queue.WaitToTake(stop.Token), TaskCreationOptions.LongRunning);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public void Add_AfterTheEnd_IsDroppedAndCounted()
    {
        using var metrics = new MetricReader(_meters);
        Assert.True(_queue.TryReserve(1));
        _queue.End();
        _queue.Add(Capture());
        Assert.Equal(0, _queue.Length);
        Assert.Equal(1, metrics["dropped"]);
    }

    [Fact]
    public void IsFull_NoPlaceLeft_CountsADrop()
    {
        using var metrics = new MetricReader(_meters);
        var small = new PayloadQueue(maxLength: 1, long.MaxValue, _metrics, "iris");
        Assert.False(small.IsFull());
        Assert.True(small.TryReserve(1));
        Assert.True(small.IsFull());
        Assert.Equal(1, metrics["dropped"]);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _meters.Dispose();
    }

    private int Read()
    {
        var taken = 0;
        while (_queue.WaitToTake(CancellationToken.None))
        {
            while (_queue.TryTake(out var capture))
            {
                _queue.Release(capture);
                taken++;
            }
        }

        return taken;
    }

    private static PayloadCapture Capture() => new()
    {
        Origin = new PayloadOrigin
        {
            GivenId = "a",
            Protocol = InferenceProtocol.V2Rest,
            Metadata = new Dictionary<string, string>(),
            Characters = 1,
        },
        IsRequest = true,
        Time = default,
        Tensors = [],
        Parameters = [],
        Buffer = [],
        Reserved = 1,
        IsTruncated = false,
    };
}
