using System.Globalization;

namespace KServe.Protocol.Grpc;

/// <summary>Reads and writes the header <c>grpc-timeout</c>.</summary>
public static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const long MaxValue = 99_999_999;

    /// <summary>Gets the longest timeout that is told apart, about 24 days; longer ones become this one.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(int.MaxValue - 1);

    /// <summary>Reads the value of the header.</summary>
    /// <param name="value">1 to 8 digits and one of the units H, M, S, m, u and n.</param>
    /// <param name="timeout">The timeout, rounded up to 100 ns, at most <see cref="Longest"/>.</param>
    /// <returns><see langword="false"/> when the value has another form.</returns>
    public static bool TryParse(ReadOnlySpan<char> value, out TimeSpan timeout)
    {
        timeout = default;
        if (value.Length is < 2 or > MaxDigits + 1
            || !int.TryParse(value[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        // 8 digits of hours are below 2^63 ticks, so nothing overflows.
        var ticks = value[^1] switch
        {
            'H' => amount * TimeSpan.TicksPerHour,
            'M' => amount * TimeSpan.TicksPerMinute,
            'S' => amount * TimeSpan.TicksPerSecond,
            'm' => amount * TimeSpan.TicksPerMillisecond,
            'u' => amount * TimeSpan.TicksPerMicrosecond,
            'n' => (amount + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick,
            _ => -1,
        };
        timeout = TimeSpan.FromTicks(Math.Min(Math.Max(ticks, 0), Longest.Ticks));
        return ticks >= 0;
    }

    /// <summary>Writes a timeout in the finest unit that holds it in 8 digits, rounded up.</summary>
    /// <param name="timeout">The timeout; a negative one is written as 0.</param>
    /// <returns>The value of the header.</returns>
    public static string Format(TimeSpan timeout)
    {
        var ticks = Math.Max(timeout.Ticks, 0);
        if (ticks <= MaxValue / TimeSpan.NanosecondsPerTick)
        {
            return Format(ticks * TimeSpan.NanosecondsPerTick, 'n');
        }

        return TryFormat(ticks, TimeSpan.TicksPerMicrosecond, 'u')
            ?? TryFormat(ticks, TimeSpan.TicksPerMillisecond, 'm')
            ?? TryFormat(ticks, TimeSpan.TicksPerSecond, 'S')
            ?? TryFormat(ticks, TimeSpan.TicksPerMinute, 'M')
            ?? Format(Math.Min(DivideUp(ticks, TimeSpan.TicksPerHour), MaxValue), 'H');
    }

    private static string? TryFormat(long ticks, long unitTicks, char unit)
    {
        var amount = DivideUp(ticks, unitTicks);
        return amount <= MaxValue ? Format(amount, unit) : null;
    }

    private static string Format(long amount, char unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount}{unit}");

    private static long DivideUp(long value, long divisor) => (value / divisor) + (value % divisor == 0 ? 0 : 1);
}
