using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Subtracts a centre and divides by a scale: StandardScaler, RobustScaler, MaxAbsScaler.</summary>
internal sealed class CenterScaler : DenseTransformer
{
    private readonly double[]? _center;
    private readonly double[]? _scale;
    private readonly bool _clips;

    private CenterScaler(SklearnObject source, string? center, string? scale)
        : base(source)
    {
        _center = center is null ? null : source.Vector(center, FeatureCount);
        if (FeatureCount < 0 && _center is not null)
        {
            FeatureCount = _center.Length;
        }

        _scale = scale is null ? null : source.Vector(scale, FeatureCount);
        if (FeatureCount < 0 && _scale is not null)
        {
            FeatureCount = _scale.Length;
        }

        _clips = center is null && source.Flag("clip");
    }

    protected override bool AllowsNaN => true;

    public static Estimator ReadStandard(SklearnObject source, EstimatorReader reader) => new CenterScaler(
        source,
        source.Flag("with_mean", fallback: true) ? "mean_" : null,
        source.Flag("with_std", fallback: true) ? "scale_" : null);

    public static Estimator ReadRobust(SklearnObject source, EstimatorReader reader) => new CenterScaler(
        source,
        source.Flag("with_centering", fallback: true) ? "center_" : null,
        source.Flag("with_scaling", fallback: true) ? "scale_" : null);

    public static Estimator ReadMaxAbs(SklearnObject source, EstimatorReader reader) =>
        new CenterScaler(source, center: null, "scale_");

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        if (features.Sparse is not { } sparse)
        {
            return base.Transform(features, cancellationToken);
        }

        if (_center is not null)
        {
            throw InferenceException.InvalidArgument(
                "Cannot center sparse matrices: pass `with_mean=False` instead.");
        }

        InputCheck.Sparse(sparse, features, this, allowsNaN: true);
        var values = new double[sparse.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = _scale is null ? sparse.Values[i] : sparse.Values[i] * (1 / _scale[sparse.Columns[i]]);
            values[i] = _clips ? Math.Clamp(value, -1, 1) : value;
        }

        return new Features(new SparseMatrix(sparse.Starts, sparse.Columns, values, sparse.ColumnCount));
    }

    protected override int GetOutputCount(int inputCount) => inputCount;

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        input.CopyTo(output);
        if (_center is not null)
        {
            TensorPrimitives.Subtract(output, _center, output);
        }

        if (_scale is not null)
        {
            TensorPrimitives.Divide(output, _scale, output);
        }

        if (_clips)
        {
            TensorPrimitives.Clamp(output, -1, 1, output);
        }
    }
}
