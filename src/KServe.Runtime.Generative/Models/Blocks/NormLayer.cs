using KServe.Kernels.Compute;
using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>Normalizes rows with the weights of a model.</summary>
internal sealed class NormLayer
{
    private readonly NormKind _kind;
    private readonly float[] _weight;
    private readonly float[]? _bias;
    private readonly float _epsilon;

    public NormLayer(NormKind kind, float[] weight, float[]? bias, double epsilon)
    {
        _kind = kind;
        _weight = weight;
        _bias = bias;
        _epsilon = (float)epsilon;
        if (kind == NormKind.RmsPlusOne)
        {
            for (var i = 0; i < weight.Length; i++)
            {
                weight[i] += 1f;
            }
        }
    }

    /// <summary>Normalizes rows as long as the weights; the destination may be the source.</summary>
    public void Apply(ReadOnlySpan<float> rows, Span<float> destination, ComputePool pool)
    {
        if (_kind == NormKind.Layer)
        {
            Normalization.Layer(rows, _weight, _bias, _epsilon, destination, pool);
        }
        else
        {
            Normalization.Rms(rows, _weight, _epsilon, destination, pool);
        }
    }
}
