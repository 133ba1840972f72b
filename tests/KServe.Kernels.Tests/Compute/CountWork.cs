using System.Runtime.InteropServices;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Tests.Compute;

/// <summary>Counts how often each part ran, and may fail in one.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct CountWork : IComputeWork
{
    public int* Counts;
    public int FailingPart;
    public int Spins;

    public readonly void Run(int part)
    {
        Interlocked.Increment(ref Counts[part]);
        Thread.SpinWait(Spins);
        if (part == FailingPart)
        {
            throw new ArithmeticException($"part {part}");
        }
    }
}
