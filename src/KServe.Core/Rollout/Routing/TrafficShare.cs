namespace KServe;

/// <summary>Counts shares of traffic in hundredths of a percent, so that they add up exactly.</summary>
internal static class TrafficShare
{
    public const int All = 10_000;

    public static int FromPercent(double percent) => (int)Math.Round(percent * 100);

    public static double ToPercent(int share) => share / 100.0;

    /// <summary>Tells whether a percentage is from 0 to 100 in steps of 0.01.</summary>
    public static bool IsValid(double percent) =>
        percent is >= 0 and <= 100 && Math.Abs((percent * 100) - Math.Round(percent * 100)) < 1e-6;
}
