using System.Runtime.InteropServices;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Vectors;

/// <summary>Tokens to turn, some of them per part.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct RotaryWork : IComputeWork
{
    public float* Rows;
    public int Stride;
    public int Width;
    public int HeadSize;
    public float* Angles;
    public int AngleCount;
    public RotaryLayout Layout;
    public RowParts Parts;

    public readonly void Run(int part)
    {
        var (first, end) = Parts.Range(part);
        for (var row = first; row < end; row++)
        {
            Rotary.Apply(
                new Span<float>(Rows + ((long)row * Stride), Width),
                HeadSize,
                new ReadOnlySpan<float>(Angles + ((long)row * AngleCount), AngleCount),
                Layout);
        }
    }
}
