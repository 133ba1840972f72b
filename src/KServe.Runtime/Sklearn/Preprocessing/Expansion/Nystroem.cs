using System.Buffers;
using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>Approximates a kernel by a sample of the training rows (Nystroem).</summary>
internal sealed class Nystroem : DenseTransformer
{
    private readonly Matrix _components;
    private readonly Matrix _normalization;
    private readonly PairKernel _kernel;

    public Nystroem(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _components = source.Matrix("components_", -1, FeatureCount);
        _normalization = source.Matrix("normalization_", _components.RowCount, _components.RowCount);
        FeatureCount = _components.ColumnCount;
        _kernel = PairKernel.Read(source, FeatureCount);
    }

    protected override int GetOutputCount(int inputCount) => _normalization.RowCount;

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        var similarities = ArrayPool<double>.Shared.Rent(_components.RowCount);
        var embedded = similarities.AsSpan(0, _components.RowCount);
        for (var i = 0; i < embedded.Length; i++)
        {
            embedded[i] = _kernel.Compute(input, _components.GetRow(i));
        }

        for (var i = 0; i < output.Length; i++)
        {
            output[i] = TensorPrimitives.Dot(embedded, _normalization.GetRow(i));
        }

        ArrayPool<double>.Shared.Return(similarities);
    }
}
