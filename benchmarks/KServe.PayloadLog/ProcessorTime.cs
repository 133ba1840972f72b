using System.Diagnostics;
using System.Globalization;

namespace KServe.PayloadLog;

/// <summary>The processor time of this process, and of the threads in it that log.</summary>
/// <param name="Process">Seconds of all threads.</param>
/// <param name="Log">Seconds of the threads that render and send what is logged; 0 where the system does not
/// tell.</param>
internal sealed record ProcessorTime(double Process, double Log)
{
    private const string LogThread = "kserve-log";
    private const double NanosecondsPerSecond = 1e9;

    public static ProcessorTime Now()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new ProcessorTime(process.TotalProcessorTime.TotalSeconds, ReadLog());
    }

    public ProcessorTime Since(ProcessorTime start) => new(Process - start.Process, Log - start.Log);

    private static double ReadLog()
    {
        if (!Directory.Exists("/proc/self/task"))
        {
            return 0;
        }

        var seconds = 0.0;
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(thread, "comm")).Trim() == LogThread)
                {
                    var times = File.ReadAllText(Path.Combine(thread, "schedstat"));
                    var time = times.AsSpan(0, times.IndexOf(' ', StringComparison.Ordinal));
                    seconds += long.Parse(time, CultureInfo.InvariantCulture) / NanosecondsPerSecond;
                }
            }
            catch (IOException)
            {
                // The thread has ended.
            }
        }

        return seconds;
    }
}
