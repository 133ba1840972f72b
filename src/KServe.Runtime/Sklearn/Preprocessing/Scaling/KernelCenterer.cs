using System.Numerics.Tensors;

namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Centres a kernel matrix in its feature space (KernelCenterer).</summary>
internal sealed class KernelCenterer : DenseTransformer
{
    private readonly double[] _rowMeans;
    private readonly double _mean;

    public KernelCenterer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _rowMeans = source.Vector("K_fit_rows_", FeatureCount);
        _mean = source.Number("K_fit_all_");
        FeatureCount = _rowMeans.Length;
    }

    protected override int GetOutputCount(int inputCount) => inputCount;

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        var mean = TensorPrimitives.Sum(input) / _rowMeans.Length;
        TensorPrimitives.Subtract(input, _rowMeans, output);
        TensorPrimitives.Subtract(output, mean, output);
        TensorPrimitives.Add(output, _mean, output);
    }
}
