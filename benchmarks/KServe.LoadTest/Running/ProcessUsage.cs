using System.Diagnostics;

namespace KServe.LoadTest.Running;

/// <summary>Reads what the system has counted for a process.</summary>
/// <param name="CpuSeconds">The processor time, of the program and of the system for it.</param>
/// <param name="ResidentBytes">The memory that it holds.</param>
internal sealed record ProcessUsage(double CpuSeconds, long ResidentBytes)
{
    /// <summary>Reads them now.</summary>
    public static ProcessUsage Read(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return new ProcessUsage(process.TotalProcessorTime.TotalSeconds, process.WorkingSet64);
    }
}
