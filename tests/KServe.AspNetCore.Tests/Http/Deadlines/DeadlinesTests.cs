namespace KServe.AspNetCore.Tests;

public sealed class DeadlinesTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TickingTimeProvider _time = new();
    private readonly Deadlines _deadlines;

    public DeadlinesTests() => _deadlines = new Deadlines(_time);

    public void Dispose() => _deadlines.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(100_000)]
    public void Start_TimePasses_CancelsAtTheEnd(int seconds)
    {
        using var deadline = _deadlines.Start(TimeSpan.FromSeconds(seconds), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(deadline.Token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void GetTimeLeft_TimePasses_GoesDownToZero()
    {
        using var deadline = _deadlines.Start(Minute, CancellationToken.None);
        Assert.Equal(Minute, deadline.GetTimeLeft());
        _time.Advance(Minute / 4);
        Assert.Equal(Minute * 0.75, deadline.GetTimeLeft());
        _time.Advance(Minute);
        Assert.Equal(TimeSpan.Zero, deadline.GetTimeLeft());
    }

    [Fact]
    public void Start_NoTimeLeft_IsCancelled()
    {
        using var deadline = _deadlines.Start(TimeSpan.Zero, CancellationToken.None);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_TimeThatNoTimerTakes_IsReachedInSteps()
    {
        using var deadline = _deadlines.Start(TimeSpan.FromDays(100), CancellationToken.None);
        using var longest = _deadlines.Start(TimeSpan.MaxValue, CancellationToken.None);
        for (var day = 0; day < 99; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            Assert.False(deadline.Token.IsCancellationRequested);
        }

        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.False(longest.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_ClientHasLeft_IsCancelledAtOnce()
    {
        using var deadline = _deadlines.Start(Minute, new CancellationToken(canceled: true));
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Dispose_Owner_StopsAllTimers()
    {
        var used = _deadlines.Start(Minute, CancellationToken.None);
        _deadlines.Start(Minute, CancellationToken.None).Dispose();
        Assert.Equal(2, _time.ActiveTimers);
        _deadlines.Dispose();
        used.Dispose();
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void Start_ClientLeaves_CancelsAtOnce(int seconds)
    {
        using var client = new CancellationTokenSource();
        using var deadline = _deadlines.Start(TimeSpan.FromSeconds(seconds), client.Token);
        Assert.False(deadline.Token.IsCancellationRequested);
        client.Cancel();
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Dispose_RequestEnded_ItsTimeDoesNotReachTheNext()
    {
        var first = _deadlines.Start(Minute, CancellationToken.None);
        _time.Advance(Minute / 2);
        first.Dispose();

        using var second = _deadlines.Start(Minute, CancellationToken.None);
        _time.Advance(Minute * 0.75);
        Assert.False(second.Token.IsCancellationRequested);
        _time.Advance(Minute);
        Assert.True(second.Token.IsCancellationRequested);
    }

    [Fact]
    public void Dispose_ClientLeavesAfterwards_DoesNotReachTheNext()
    {
        using var client = new CancellationTokenSource();
        _deadlines.Start(Minute, client.Token).Dispose();
        using var second = _deadlines.Start(Minute, CancellationToken.None);
        client.Cancel();
        Assert.False(second.Token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void Start_AfterACancelledRequest_IsNotCancelled(int seconds)
    {
        var timeout = TimeSpan.FromSeconds(seconds);
        using (var first = _deadlines.Start(timeout, CancellationToken.None))
        {
            _time.Advance(timeout);
            Assert.True(first.Token.IsCancellationRequested);
        }

        using (var client = new CancellationTokenSource())
        using (_deadlines.Start(timeout, client.Token))
        {
            client.Cancel();
        }

        using var third = _deadlines.Start(timeout, CancellationToken.None);
        Assert.False(third.Token.IsCancellationRequested);
        _time.Advance(timeout);
        Assert.True(third.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_EarlierThanTheRequestBefore_HasItsOwnTime()
    {
        _deadlines.Start(Minute, CancellationToken.None).Dispose();
        using var deadline = _deadlines.Start(TimeSpan.FromSeconds(1), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_NoRequestsForAWhile_TheTimerRests()
    {
        _deadlines.Start(Minute, CancellationToken.None).Dispose();
        _time.Advance(Minute);
        Assert.Equal(0, _time.ActiveTimers);

        using var deadline = _deadlines.Start(Minute, CancellationToken.None);
        _time.Advance(Minute);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_MoreThanAreKept_EachHasItsTime()
    {
        var all = Enumerable.Range(0, 3000).Select(_ => _deadlines.Start(Minute, CancellationToken.None)).ToArray();
        Assert.All(all, static deadline => Assert.False(deadline.Token.IsCancellationRequested));
        _time.Advance(Minute);
        Assert.All(all, static deadline => Assert.True(deadline.Token.IsCancellationRequested));
        foreach (var deadline in all)
        {
            deadline.Dispose();
        }
    }

    [Fact]
    public async Task Start_ManyThreads_NoTokenIsCancelledEarly()
    {
        using var deadlines = new Deadlines(TimeProvider.System);
        using var client = new CancellationTokenSource();
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, (_, _) =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                using var deadline = deadlines.Start(Minute, client.Token);
                Assert.False(deadline.Token.IsCancellationRequested);
            }

            return default;
        });
    }
}
