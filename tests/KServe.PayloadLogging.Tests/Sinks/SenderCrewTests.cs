namespace KServe.PayloadLogging.Tests.Sinks;

public sealed class SenderCrewTests
{
    [Fact]
    public void Run_HelpersAndCaller_AreAtWorkAtTheSameTime()
    {
        using var crew = new SenderCrew(maxHelpers: 3);
        using var all = new CountdownEvent(4);
        crew.Run(3, () =>
        {
            // Comes back only when each of the four is here.
            all.Signal();
            all.Wait();
        });
        Assert.Equal(0, all.CurrentCount);
    }

    [Fact]
    public void Run_MoreThanAreAllowed_TakesThoseThatAre()
    {
        using var crew = new SenderCrew(maxHelpers: 1);
        using var both = new CountdownEvent(2);
        var count = 0;
        crew.Run(100, () =>
        {
            Interlocked.Increment(ref count);
            both.Signal();
            both.Wait();
        });
        Assert.Equal(2, count);
    }

    [Fact]
    public void Run_ManyTimes_ReturnsWhenNobodyIsAtWork()
    {
        using var crew = new SenderCrew(maxHelpers: 4);
        for (var i = 0; i < 2000; i++)
        {
            var left = 20;
            var atWork = 0;
            crew.Run(i % 5, () =>
            {
                Interlocked.Increment(ref atWork);
                while (Interlocked.Decrement(ref left) >= 0)
                {
                }

                Interlocked.Decrement(ref atWork);
            });
            Assert.Equal(0, Volatile.Read(ref atWork));
        }
    }

    [Fact]
    public void Run_NoHelpers_StaysOnTheThreadOfTheCaller()
    {
        using var crew = new SenderCrew(maxHelpers: 4);
        var thread = 0;
        crew.Run(0, () => thread = Environment.CurrentManagedThreadId);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }
}
