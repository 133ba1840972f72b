namespace KServe.Conformance.Tests.Hosting;

/// <summary>The limits of <see cref="ServerKind.Limited"/>.</summary>
internal static class ServerLimits
{
    public const int BodySize = 64 << 10;

    public static TimeSpan HeadersTimeout { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan StreamIdle { get; } = TimeSpan.FromSeconds(1);

    // Kestrel wants more than a second, which is how often it looks.
    public static TimeSpan BodyGrace { get; } = TimeSpan.FromSeconds(1.5);
}
