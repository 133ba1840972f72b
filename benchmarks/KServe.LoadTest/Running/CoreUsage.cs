using System.Globalization;

namespace KServe.LoadTest.Running;

/// <summary>Reads how busy a core is with whatever runs on it.</summary>
internal static class CoreUsage
{
    private const string Statistics = "/proc/stat";
    private const double TicksPerSecond = 100;
    private const int Idle = 4;
    private const int Wait = 5;
    private const int Steal = 8;

    /// <summary>Gets the seconds that a core was busy or taken away since the start of the machine.</summary>
    /// <returns>The seconds; 0 where the system does not say.</returns>
    public static double ReadBusySeconds(int core)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"cpu{core} ");
        if (!File.Exists(Statistics))
        {
            return 0;
        }

        return File.ReadLines(Statistics)
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(SumBusy);
    }

    /// <summary>Adds up a line of <c>/proc/stat</c>: everything but waiting and what guests have counted twice.</summary>
    public static double SumBusy(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = 0L;
        for (var i = 1; i <= Steal && i < fields.Length; i++)
        {
            ticks += i is Idle or Wait ? 0 : long.Parse(fields[i], CultureInfo.InvariantCulture);
        }

        return ticks / TicksPerSecond;
    }
}
