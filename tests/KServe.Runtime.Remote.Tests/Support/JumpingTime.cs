namespace KServe.Runtime.Remote.Tests;

/// <summary>A clock whose time of day somebody sets, while time itself goes on as told.</summary>
internal sealed class JumpingTime(TimeProvider time) : TimeProvider
{
    /// <summary>Gets or sets by how much the time of day is wrong.</summary>
    public TimeSpan Error { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Error;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
