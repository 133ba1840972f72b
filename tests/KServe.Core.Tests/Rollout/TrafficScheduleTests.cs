namespace KServe.Core.Tests.Rollout;

public sealed class TrafficScheduleTests
{
    [Theory]
    [InlineData(9000, 1000)]
    [InlineData(9999, 1)]
    [InlineData(5000, 5000)]
    [InlineData(0, 10_000)]
    [InlineData(10_000, 0)]
    [InlineData(8750, 1000, 250)]
    public void Next_TenThousandRequests_AreSplitExactly(params int[] weights)
    {
        var schedule = new TrafficSchedule(weights);
        var counts = new int[weights.Length];
        for (var i = 0; i < TrafficShare.All; i++)
        {
            counts[schedule.Next()]++;
        }

        Assert.Equal(weights, counts);
    }

    [Fact]
    public void Next_AnyWeightsAnyPrefix_DeviatesLessThanOneRequest()
    {
        var random = new Random(5);
        for (var round = 0; round < 60; round++)
        {
            var weights = RandomWeights(random, random.Next(2, 9));
            var schedule = new TrafficSchedule(weights);
            var counts = new long[weights.Length];
            var sharing = weights.Count(static weight => weight > 0);
            var bound = sharing == 1 ? 0 : 1 - (1.0 / ((2 * sharing) - 2));
            var worst = 0.0;
            for (var n = 1L; n <= 2 * TrafficShare.All; n++)
            {
                counts[schedule.Next()]++;
                for (var i = 0; i < weights.Length; i++)
                {
                    worst = Math.Max(worst, Math.Abs(counts[i] - ((double)n * weights[i] / TrafficShare.All)));
                }
            }

            Assert.True(worst <= bound + 1e-9, $"{string.Join('/', weights)}: {worst}");
        }
    }

    [Fact]
    public void Next_AnyWindow_DeviatesLessThanTwoRequests()
    {
        int[] weights = [6180, 2361, 1459];
        var schedule = new TrafficSchedule(weights);
        var sent = Enumerable.Range(0, 3000).Select(_ => schedule.Next()).ToArray();
        var random = new Random(6);
        for (var round = 0; round < 500; round++)
        {
            var start = random.Next(sent.Length);
            var length = random.Next(sent.Length - start);
            var window = sent.AsSpan(start, length);
            for (var i = 0; i < weights.Length; i++)
            {
                Assert.True(Math.Abs(window.Count(i) - (length * weights[i] / 10_000.0)) < 2);
            }
        }
    }

    [Fact]
    public async Task Next_ManyThreads_LosesNoTurn()
    {
        var schedule = new TrafficSchedule([9000, 1000]);
        var canary = 0;
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, (_, _) =>
        {
            for (var i = 0; i < 1250; i++)
            {
                Interlocked.Add(ref canary, schedule.Next());
            }

            return default;
        });
        Assert.Equal(1000, canary);
    }

    [Fact]
    public void Next_Call_AllocatesNothing()
    {
        var schedule = new TrafficSchedule([9000, 1000]);
        schedule.Next();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            schedule.Next();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static int[] RandomWeights(Random random, int count)
    {
        var weights = new int[count];
        var left = TrafficShare.All;
        for (var i = 1; i < count; i++)
        {
            weights[i] = random.Next(4) == 0 ? 0 : random.Next(left / 2);
            left -= weights[i];
        }

        weights[0] = left;
        return weights;
    }
}
