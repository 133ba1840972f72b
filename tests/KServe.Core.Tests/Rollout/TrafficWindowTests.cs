using KServe.Core.Tests.Fakes;

namespace KServe.Core.Tests.Rollout;

public sealed class TrafficWindowTests
{
    [Fact]
    public void Read_KnownLatencies_QuantilesAreWithinOneSixteenth()
    {
        var window = new TrafficWindow(TimeSpan.FromMinutes(1), new ManualTimeProvider());
        for (var i = 1; i <= 1000; i++)
        {
            window.Add(TrafficKind.Prediction, TimeSpan.FromMilliseconds(i), isFailure: i % 10 == 0);
        }

        foreach (var quantile in (double[])[0.01, 0.5, 0.95, 0.999])
        {
            var sample = window.Read(quantile);
            Assert.Equal((1000, 100, 0.1), (sample.Requests, sample.Failures, sample.ErrorRate));
            Assert.InRange(sample.Latency.TotalMilliseconds, 1000 * quantile, 1000 * quantile * 17 / 16);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1_000_000)]
    [InlineData(123_456_789_012)]
    public void Read_OneLatency_LiesInItsBucket(long micros)
    {
        var window = new TrafficWindow(TimeSpan.FromMinutes(1), new ManualTimeProvider());
        window.Add(TrafficKind.Prediction, TimeSpan.FromMicroseconds(micros), isFailure: false);
        Assert.InRange(window.Read(0.5).Latency.TotalMicroseconds, micros, (micros * 17 / 16.0) + 1);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(5e12)]
    public void Read_AbsurdLatency_IsCounted(double micros)
    {
        var window = new TrafficWindow(TimeSpan.FromMinutes(1), new ManualTimeProvider());
        window.Add(TrafficKind.Prediction, TimeSpan.FromMicroseconds(micros), isFailure: false);
        Assert.Equal(1, window.Read(0.5).Requests);
    }

    [Fact]
    public void Read_TimePasses_OldRequestsLeave()
    {
        var time = new ManualTimeProvider();
        var window = new TrafficWindow(TimeSpan.FromSeconds(10), time);
        window.Add(TrafficKind.Prediction, TimeSpan.FromSeconds(1), isFailure: true);
        time.Advance(TimeSpan.FromSeconds(5));
        window.Add(TrafficKind.Prediction, TimeSpan.FromMilliseconds(1), isFailure: false);
        Assert.Equal((2, 1), (window.Read(0.5).Requests, window.Read(0.5).Failures));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((1, 0), (window.Read(0.5).Requests, window.Read(0.5).Failures));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(new TrafficSample(0, 0, TimeSpan.Zero), window.Read(0.5));
    }

    [Fact]
    public void Add_ManyThreads_LosesNothing()
    {
        var window = new TrafficWindow(TimeSpan.FromMinutes(1), new ManualTimeProvider());
        Parallel.For(0, 10_000, i => window.Add(TrafficKind.Prediction, TimeSpan.FromMicroseconds(i), isFailure: i % 2 == 0));
        Assert.Equal((10_000, 5_000), (window.Read(0.5).Requests, window.Read(0.5).Failures));
    }

    [Fact]
    public void Read_SeveralKinds_CountsTogetherAndMeasuresApart()
    {
        var window = new TrafficWindow(TimeSpan.FromMinutes(1), new ManualTimeProvider());
        window.Add(TrafficKind.Prediction, TimeSpan.FromMilliseconds(1), isFailure: false);
        window.Add(TrafficKind.Explanation, TimeSpan.FromSeconds(10), isFailure: true);
        window.Add(TrafficKind.Explanation, TimeSpan.FromSeconds(10), isFailure: false);
        window.Add(TrafficKind.Stream, TimeSpan.FromMilliseconds(100), isFailure: false);

        var sample = window.Read(1);
        Assert.Equal((4, 1), (sample.Requests, sample.Failures));
        Assert.Equal((1, 2, 1), (sample.Predictions.Requests, sample.Explanations.Requests, sample.Streams.Requests));
        Assert.InRange(sample.Latency.TotalMilliseconds, 1, 1.1);
        Assert.InRange(sample.Explanations.Latency.TotalSeconds, 10, 10.7);
        Assert.InRange(sample.Streams.Latency.TotalMilliseconds, 100, 107);
    }
}
