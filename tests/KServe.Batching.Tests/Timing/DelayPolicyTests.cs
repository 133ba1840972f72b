namespace KServe.Batching.Tests.Timing;

/// <summary>Drives the policy with timestamps of microseconds; the longest delay is 5 ms.</summary>
public sealed class DelayPolicyTests
{
    private const long MaxDelay = 5000;

    private readonly DelayPolicy _policy = new(isAdaptive: true, MaxDelay);

    [Fact]
    public void GetDue_Fixed_IsTheOldestPlusTheDelay()
    {
        var policy = new DelayPolicy(isAdaptive: false, MaxDelay);
        policy.Arrived(100, 1);
        Assert.Equal(100 + MaxDelay, policy.GetDue(700, 2, 0, 100));
    }

    [Fact]
    public void GetDue_OneClient_NeverWaits()
    {
        long now = 0;
        for (var i = 0; i < 1000; i++)
        {
            _policy.Arrived(now, 1);
            Assert.Equal(now, _policy.GetDue(now, 1, 0, now));
            _policy.Started(1, isFull: false);
            now += 1000;
            _policy.Completed(now, 1, 1000);
            now += 30;
        }
    }

    [Fact]
    public void GetDue_ClientsThatComeBackTogether_WaitsForTheLast()
    {
        var sizes = Simulate(clients: 63, cycles: 20, turnaround: 50, gap: 10, cost: 1000);
        Assert.All(sizes.Skip(5), static size => Assert.Equal(63, size));
    }

    [Fact]
    public void GetDue_CheapModel_DoesNotWait()
    {
        var sizes = Simulate(clients: 16, cycles: 200, turnaround: 50, gap: 10, cost: 5);
        Assert.True(sizes.Skip(50).Average() < 4, $"{sizes.Skip(50).Average()}");
    }

    [Fact]
    public void GetDue_CrowdHasGone_WaitsOnceAndNeverAgain()
    {
        Simulate(clients: 63, cycles: 20, turnaround: 50, gap: 10, cost: 1000);
        var now = _last + 100;
        var waits = 0;
        for (var i = 0; i < 50; i++)
        {
            _policy.Arrived(now, 1);
            var due = _policy.GetDue(now, 1, 0, now);
            Assert.InRange(due, now, now + MaxDelay);
            waits += due > now ? 1 : 0;
            while (due > now)
            {
                now = due;
                due = _policy.GetDue(now, 1, 0, now);
            }

            _policy.Started(1, isFull: false);
            now += 1000;
            _policy.Completed(now, 1, 1000);
            now += 100;
        }

        Assert.InRange(waits, 0, 1);
    }

    [Fact]
    public void GetDue_CrowdHasBeenGoneForLong_DoesNotWait()
    {
        Simulate(clients: 63, cycles: 20, turnaround: 50, gap: 10, cost: 1000);
        var now = _last + MaxDelay + 1;
        _policy.Arrived(now, 1);
        Assert.Equal(now, _policy.GetDue(now, 1, 0, now));
    }

    [Fact]
    public void GetDue_SomebodyElseRuns_IsNotExpected()
    {
        _policy.Arrived(0, 1);
        _policy.Started(1, isFull: false);
        _policy.Arrived(10, 2);
        Assert.Equal(10, _policy.GetDue(10, 1, 1, 10));
    }

    [Fact]
    public void GetDue_WaitsThatBringNobody_Stop()
    {
        long now = 0;
        var waits = 0;
        for (var i = 0; i < 400; i++)
        {
            // Two come at once, then for long nobody, as if a pair of clients sent a pair and slept.
            _policy.Arrived(now, 1);
            _policy.Arrived(now, 2);
            _policy.Completed(now + 1000, 1, 1000);
            _policy.Arrived(now + 1100, 2);
            now += 1100;
            var due = _policy.GetDue(now, 1, 0, now);
            waits += due > now ? 1 : 0;
            now = Math.Max(now, due);
            _policy.Started(1, isFull: false);
            _policy.Completed(now + 1000, 1, 1000);
            now += MaxDelay - 500;
        }

        Assert.InRange(waits, 1, 60);
    }

    [Fact]
    public void GetDue_NeverBeyondTheDelay_WhateverHappens()
    {
        var random = new Random(1);
        long now = 0;
        for (var i = 0; i < 20_000; i++)
        {
            now += random.Next(2000);
            var queued = random.Next(1, 40);
            switch (random.Next(4))
            {
                case 0:
                    _policy.Completed(now, random.Next(1, 40), random.Next(5000));
                    break;
                case 1:
                    _policy.Started(queued, random.Next(2) == 0);
                    break;
                default:
                    _policy.Arrived(now, queued);
                    break;
            }

            var oldest = now - random.Next(8000);
            var due = _policy.GetDue(now, queued, random.Next(3), oldest);
            Assert.True(due <= Math.Max(now, oldest + MaxDelay), $"{due} at {now}, the oldest came at {oldest}");
        }
    }

    private long _last;

    // Closed-loop clients of a model with one place: all of them come back after each batch, one after the other.
    private List<int> Simulate(int clients, int cycles, int turnaround, int gap, int cost)
    {
        List<int> sizes = [];
        List<long> arrivals = [.. Enumerable.Range(0, clients).Select(index => (long)index * gap)];
        long free = 0;
        long now = 0;
        var queued = 0;
        var running = 0;
        long oldest = 0;
        var due = long.MaxValue;
        while (sizes.Count < cycles)
        {
            arrivals.Sort();
            var arrival = arrivals.Count > 0 ? arrivals[0] : long.MaxValue;
            var end = running > 0 ? free : long.MaxValue;
            now = Math.Min(arrival, Math.Min(end, running > 0 ? long.MaxValue : due));
            if (now == arrival)
            {
                arrivals.RemoveAt(0);
                oldest = queued == 0 ? now : oldest;
                queued++;
                _policy.Arrived(now, queued + running);
            }
            else if (now == end)
            {
                _policy.Completed(now, running, cost);
                for (var i = 0; i < running; i++)
                {
                    arrivals.Add(now + turnaround + (i * gap));
                }

                running = 0;
            }

            due = queued > 0 && running == 0 ? _policy.GetDue(now, queued, 0, oldest) : long.MaxValue;
            if (due <= now)
            {
                _policy.Started(queued, isFull: false);
                sizes.Add(queued);
                (running, queued, free) = (queued, 0, now + cost);
            }
        }

        _last = now;
        return sizes;
    }
}
