using System.Diagnostics;
using KServe.LoadTest.Measuring;

namespace KServe.LoadTest.Tests.Measuring;

public sealed class SendScheduleTests
{
    private static readonly long Millisecond = Stopwatch.Frequency / 1000;

    [Fact]
    public void TryTake_BeforeTheNextIsDue_GivesNothing()
    {
        var schedule = new SendSchedule(0, 1000, TimeSpan.FromSeconds(1));

        Assert.True(schedule.TryTake(0, out var first));
        Assert.Equal(0, first);
        Assert.False(schedule.TryTake(Millisecond - 1, out _));
        Assert.True(schedule.TryTake(Millisecond, out var second));
        Assert.Equal(Millisecond, second);
    }

    [Fact]
    public void TryTake_AfterAStall_GivesTheTimesThatWereMeant()
    {
        var schedule = new SendSchedule(0, 1000, TimeSpan.FromSeconds(1));
        var histogram = new LatencyHistogram();

        // The server answers nothing for 100 ms, then everything at once: each request waited since it was due.
        var now = 100 * Millisecond;
        while (schedule.TryTake(now, out var intended))
        {
            histogram.Record(now - intended);
        }

        Assert.Equal(101, histogram.Count);
        Assert.Equal(100 * Millisecond, histogram.Max);
        Assert.Equal(50_000, histogram.GetMicroseconds(0.5), 200.0);
    }

    [Fact]
    public void TryTake_RateThatDividesNothing_DoesNotDrift()
    {
        const double Rate = 29_999.7;
        var schedule = new SendSchedule(0, Rate, TimeSpan.FromSeconds(10));
        long last = 0;
        while (schedule.TryTake(long.MaxValue, out var intended))
        {
            last = intended;
        }

        Assert.Equal(299_997, schedule.Taken);
        Assert.Equal((schedule.Taken - 1) / Rate, (double)last / Stopwatch.Frequency, 1e-8);
    }

    [Fact]
    public void TryTake_AllTaken_GivesNothing()
    {
        var schedule = new SendSchedule(0, 10, TimeSpan.FromSeconds(0.2));

        Assert.True(schedule.TryTake(long.MaxValue, out _));
        Assert.True(schedule.TryTake(long.MaxValue, out _));
        Assert.False(schedule.TryTake(long.MaxValue, out _));
    }

    [Fact]
    public void Constructor_NoRate_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SendSchedule(0, 0, TimeSpan.FromSeconds(1)));
}
