using System.Diagnostics;
using KServe.Kernels.Compute;

namespace KServe.Generative.Floors;

/// <summary>Measures what the machine gives at this moment.</summary>
internal sealed class MachineFloors : IDisposable
{
    private readonly ComputePool _pool;
    private readonly MemoryFloor _memory = new();

    public MachineFloors(int threads)
    {
        _pool = new ComputePool(threads);
        MeasureBandwidth();
        MeasurePeak();
    }

    /// <summary>Measures the bytes per second that all threads read together.</summary>
    public double MeasureBandwidth()
    {
        var start = Stopwatch.GetTimestamp();
        _memory.Read(_pool);
        return MemoryFloor.Size / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Measures the binary32 operations per second of fused multiply-adds.</summary>
    public double MeasurePeak()
    {
        var start = Stopwatch.GetTimestamp();
        FmaFloor.Compute(_pool);
        return FmaFloor.GetOperations() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _memory.Dispose();
        _pool.Dispose();
    }
}
