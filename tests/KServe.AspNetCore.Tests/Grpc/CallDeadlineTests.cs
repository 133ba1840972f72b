using KServe.AspNetCore.Grpc;
using KServe.Core.Tests.Fakes;

namespace KServe.AspNetCore.Tests.Grpc;

public sealed class CallDeadlineTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly CallDeadlines _deadlines;

    public CallDeadlineTests() => _deadlines = new CallDeadlines(_time);

    public void Dispose() => _deadlines.Dispose();

    [Fact]
    public void Token_TimePasses_IsCancelledAtTheEndAndNotBefore()
    {
        using var deadline = _deadlines.Start(10 * Second, CancellationToken.None);
        _time.Advance(9.999 * Second);
        Assert.False(deadline.Token.IsCancellationRequested);
        Assert.Equal(TimeSpan.FromMilliseconds(1), deadline.GetTimeLeft());
        _time.Advance(0.001 * Second);
        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.Equal(TimeSpan.Zero, deadline.GetTimeLeft());
    }

    [Fact]
    public void Token_ClientLeaves_IsCancelled()
    {
        using var client = new CancellationTokenSource();
        using var deadline = _deadlines.Start(Second, client.Token);
        Assert.False(deadline.Token.IsCancellationRequested);
        client.Cancel();
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Token_ClientHasLeft_IsCancelled()
    {
        using var deadline = _deadlines.Start(Second, new CancellationToken(canceled: true));
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_AfterAShorterCall_IgnoresItsTimer()
    {
        var first = _deadlines.Start(2 * Second, CancellationToken.None);
        first.Dispose();
        _time.Advance(Second);
        using var second = _deadlines.Start(5 * Second, CancellationToken.None);
        Assert.Same(first, second);

        // The timer of the first call fires within the second and moves on to its end.
        _time.Advance(Second);
        Assert.False(second.Token.IsCancellationRequested);
        _time.Advance(3 * Second);
        Assert.False(second.Token.IsCancellationRequested);
        _time.Advance(Second);
        Assert.True(second.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_AfterALongerCall_EndsInItsOwnTime()
    {
        _deadlines.Start(100 * Second, CancellationToken.None).Dispose();
        using var deadline = _deadlines.Start(Second, CancellationToken.None);
        _time.Advance(Second);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_WhileIdleTimerFired_SetsItAgain()
    {
        _deadlines.Start(Second, CancellationToken.None).Dispose();
        _time.Advance(10 * Second);
        Assert.Equal(0, _time.TimerCount);
        using var deadline = _deadlines.Start(Second, CancellationToken.None);
        Assert.False(deadline.Token.IsCancellationRequested);
        _time.Advance(Second);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Start_AfterACancelledCall_TakesAnother(bool byClient)
    {
        using var client = new CancellationTokenSource();
        var first = _deadlines.Start(Second, client.Token);
        if (byClient)
        {
            client.Cancel();
        }
        else
        {
            _time.Advance(Second);
        }

        first.Dispose();
        using var second = _deadlines.Start(Second, CancellationToken.None);
        Assert.NotSame(first, second);
        Assert.False(second.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_AfterTheClientOfThePreviousCallLeft_IsNotCancelled()
    {
        using var client = new CancellationTokenSource();
        var first = _deadlines.Start(Second, client.Token);
        first.Dispose();
        using var second = _deadlines.Start(Second, CancellationToken.None);
        client.Cancel();
        Assert.Same(first, second);
        Assert.False(second.Token.IsCancellationRequested);
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
    public void Dispose_Owner_StopsAllTimers()
    {
        var used = _deadlines.Start(Second, CancellationToken.None);
        _deadlines.Start(Second, CancellationToken.None).Dispose();
        Assert.Equal(2, _time.TimerCount);
        _deadlines.Dispose();
        used.Dispose();
        Assert.Equal(0, _time.TimerCount);
    }
}
