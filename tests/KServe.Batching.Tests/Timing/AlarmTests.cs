using KServe.Core.Tests.Fakes;

namespace KServe.Batching.Tests.Timing;

public sealed class AlarmTests
{
    [Fact]
    public void Set_ClockOfTheTest_RingsOnceAtTheTime()
    {
        var time = new ManualTimeProvider();
        var rings = 0;
        using var alarm = new Alarm(time, () => rings++);
        var now = time.GetTimestamp();
        alarm.Set(now, now + TimeSpan.FromMilliseconds(3).Ticks);
        alarm.Set(now, now + TimeSpan.FromMilliseconds(5).Ticks);
        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(0, rings);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, rings);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(1500)]
    [InlineData(4200)]
    public async Task Set_SystemTime_RingsNotBeforeTheTime(int microseconds)
    {
        var time = TimeProvider.System;
        var gate = new Lock();
        var rung = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var due = long.MaxValue;
        Alarm? alarm = null;
        using (alarm = new Alarm(time, () =>
        {
            lock (gate)
            {
                alarm!.Acknowledge();
                var now = time.GetTimestamp();
                if (now < due)
                {
                    alarm.Set(now, due);
                }
                else
                {
                    rung.TrySetResult(now);
                }
            }
        }))
        {
            lock (gate)
            {
                var now = time.GetTimestamp();
                due = now + (microseconds * time.TimestampFrequency / 1_000_000);
                alarm.Set(now, due);
            }

            Assert.True(await rung.Task.WaitAsync(TestContext.Current.CancellationToken) >= due);
        }
    }
}
