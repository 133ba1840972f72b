namespace KServe.Runtime.Remote;

/// <summary>A clock that goes on evenly when somebody sets the machine's.</summary>
/// <remarks>
/// Breakers reckon with the time of day: a clock that is set back by an hour would leave an endpoint alone for that
/// long.
/// </remarks>
internal sealed class SteadyTime(TimeProvider time) : TimeProvider
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startTimestamp = time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _start + time.GetElapsedTime(_startTimestamp);

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
