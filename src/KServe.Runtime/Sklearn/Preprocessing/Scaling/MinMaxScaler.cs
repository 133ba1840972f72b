using System.Numerics.Tensors;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Brings each column into a range (MinMaxScaler).</summary>
internal sealed class MinMaxScaler : DenseTransformer
{
    private readonly double[] _scale;
    private readonly double[] _offset;
    private readonly (double Low, double High)? _range;

    public MinMaxScaler(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _scale = source.Vector("scale_", FeatureCount);
        _offset = source.Vector("min_", _scale.Length);
        FeatureCount = _scale.Length;
        _range = source.Flag("clip") ? ReadRange(source) : null;
    }

    protected override bool AllowsNaN => true;

    protected override int GetOutputCount(int inputCount) => inputCount;

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        TensorPrimitives.Multiply(input, _scale, output);
        TensorPrimitives.Add(output, _offset, output);
        if (_range is not { } range)
        {
            return;
        }

        foreach (ref var value in output)
        {
            // NaN fails both comparisons and passes.
            value = value < range.Low ? range.Low : value > range.High ? range.High : value;
        }
    }

    private static (double Low, double High) ReadRange(SklearnObject source)
    {
        var range = source.List("feature_range");
        return range.Count == 2
            && PickleNumbers.ToDouble(range[0]) is { } low
            && PickleNumbers.ToDouble(range[1]) is { } high
            && low <= high
                ? (low, high)
                : throw source.Unexpected("feature_range", "a lower and a higher number");
    }
}
