using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>Random Fourier features of kernels (RBFSampler, SkewedChi2Sampler).</summary>
/// <remarks>A. Rahimi, B. Recht, Random features for large-scale kernel machines (2007).</remarks>
internal sealed class RbfSampler : DenseTransformer
{
    private readonly Matrix _weights;
    private readonly double[] _offsets;
    private readonly double? _skewedness;
    private readonly double _factor;

    private RbfSampler(SklearnObject source, double? skewedness)
        : base(source)
    {
        _offsets = source.Vector("random_offset_");
        _weights = source.Matrix("random_weights_", FeatureCount, _offsets.Length);
        FeatureCount = _weights.RowCount;
        _skewedness = skewedness;
        _factor = Math.Sqrt(2.0) / Math.Sqrt(_offsets.Length);
    }

    public static Estimator ReadRbf(SklearnObject source, EstimatorReader reader) =>
        new RbfSampler(source, skewedness: null);

    public static Estimator ReadSkewedChi2(SklearnObject source, EstimatorReader reader) =>
        new RbfSampler(source, source.Number("skewedness", fallback: 1));

    protected override int GetOutputCount(int inputCount) => _offsets.Length;

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        _offsets.CopyTo(output);
        for (var i = 0; i < input.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(_weights.GetRow(i), Map(input[i]), output, output);
        }

        for (var i = 0; i < output.Length; i++)
        {
            output[i] = Math.Cos(output[i]) * _factor;
        }
    }

    private double Map(double x)
    {
        if (_skewedness is not { } skewedness)
        {
            return x;
        }

        return x > -skewedness
            ? Math.Log(x + skewedness)
            : throw InferenceException.InvalidArgument("X may not contain entries smaller than -skewedness.");
    }
}
