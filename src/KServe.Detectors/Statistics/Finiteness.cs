using System.Numerics.Tensors;

namespace KServe.Detectors;

internal static class Finiteness
{
    /// <summary>Tells whether no value is NaN or infinite.</summary>
    public static bool Of(ReadOnlySpan<double> values) => TensorPrimitives.IsFiniteAll(values);
}
