using System.Runtime.InteropServices;

namespace KServe.Runtime.Pmml.Clustering;

/// <summary>How a field takes part in a measure.</summary>
/// <param name="Slot">Where its value lies.</param>
/// <param name="Weight">How much it counts.</param>
/// <param name="Function">How its values are compared.</param>
/// <param name="Scale">The difference at which a Gaussian similarity is one half.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FieldComparison(int Slot, double Weight, CompareFunction Function, double Scale)
{
    public double Compare(double x, double y) => Function switch
    {
        CompareFunction.GaussSim => Math.Exp(-Math.Log(2) * (x - y) * (x - y) / (Scale * Scale)),
        CompareFunction.Delta => x == y ? 0 : 1,
        CompareFunction.Equal => x == y ? 1 : 0,
        _ => Math.Abs(x - y),
    };
}
