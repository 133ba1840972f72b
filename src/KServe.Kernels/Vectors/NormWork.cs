using System.Runtime.InteropServices;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Vectors;

/// <summary>Rows to normalize, some of them per part.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct NormWork : IComputeWork
{
    public float* Source;
    public float* Weight;
    public float* Bias;
    public float* Destination;
    public float Epsilon;
    public int Width;
    public bool IsRms;
    public RowParts Parts;

    public readonly void Run(int part)
    {
        var (first, end) = Parts.Range(part);
        for (var row = first; row < end; row++)
        {
            var offset = (long)row * Width;
            if (IsRms)
            {
                NormKernel.Rms(Source + offset, Weight, Epsilon, Destination + offset, Width);
            }
            else
            {
                NormKernel.Layer(Source + offset, Weight, Bias, Epsilon, Destination + offset, Width);
            }
        }
    }
}
