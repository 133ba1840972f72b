using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Compute;

/// <summary>Waits without giving up the processor, for as long as the next piece of work is likely to come.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct IdleSpin
{
    // A wake-up by the operating system costs 5 to 50 µs; the serial pieces between two runs of a decoding step less.
    private const long LimitMicroseconds = 80;
    private const int PausesPerLook = 8;
    private const int LooksPerClock = 32;

    private long _start;
    private int _looks;

    /// <summary>Waits a moment.</summary>
    /// <returns>Whether to spin on; otherwise it is time to sleep.</returns>
    public bool Next()
    {
        Thread.SpinWait(PausesPerLook);
        if (++_looks % LooksPerClock != 0)
        {
            return true;
        }

        var now = Stopwatch.GetTimestamp();
        if (_start == 0)
        {
            _start = now;
            return true;
        }

        return (now - _start) * 1_000_000 < LimitMicroseconds * Stopwatch.Frequency;
    }
}
