using System.Runtime.InteropServices;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Vectors;

/// <summary>Rows to apply an activation to, some of them per part.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct ActivationWork : IComputeWork
{
    public Activation Activation;
    public float* Source;
    public float* Factor;
    public float* Destination;
    public int SourceStride;
    public int FactorStride;
    public int DestinationStride;
    public int Width;
    public RowParts Parts;

    public readonly void Run(int part)
    {
        var (first, end) = Parts.Range(part);
        for (var row = first; row < end; row++)
        {
            Activations.Row(
                Activation,
                Source + ((long)row * SourceStride),
                Factor is null ? null : Factor + ((long)row * FactorStride),
                Destination + ((long)row * DestinationStride),
                Width);
        }
    }
}
