using KServe.AspNetCore.Transport;

namespace KServe.AspNetCore.Tests.Transport;

public sealed class ReadySignalTests
{
    [Fact]
    public async Task Wait_AfterSet_EndsAtOnceAndOnlyOnce()
    {
        var signal = new ReadySignal(waiterRunsAsync: false);
        signal.Set();
        signal.Set();
        Assert.True(await signal.WaitAsync());
        var second = signal.WaitAsync();
        Assert.False(second.IsCompleted);
        signal.Set();
        Assert.True(await second);
    }

    [Fact]
    public async Task Close_WhileWaiting_EndsThisWaitAndAllThatFollow()
    {
        var signal = new ReadySignal(waiterRunsAsync: true);
        var wait = signal.WaitAsync();
        signal.Close();
        Assert.False(await wait);
        signal.Set();
        Assert.False(await signal.WaitAsync());
        Assert.False(await signal.WaitAsync());
    }

    [Fact]
    public async Task SetAndWait_OnTwoThreads_LosesNothing()
    {
        const int Count = 20_000;
        var there = new ReadySignal(waiterRunsAsync: true);
        var back = new ReadySignal(waiterRunsAsync: false);
        var answering = Task.Run(
            async () =>
            {
                for (var i = 0; i < Count; i++)
                {
                    Assert.True(await there.WaitAsync());
                    back.Set();
                }
            },
            TestContext.Current.CancellationToken);
        for (var i = 0; i < Count; i++)
        {
            there.Set();
            Assert.True(await back.WaitAsync());
        }

        await answering;
    }
}
