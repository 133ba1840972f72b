using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Decomposition;

/// <summary>All decompositions that centre rows and multiply them with components.</summary>
internal sealed class LinearProjection : FittedModel
{
    private readonly Projection _projection;

    private LinearProjection(SklearnObject source, Projection projection)
        : base(source, EstimatorMethods.Transform, projection.FeatureCount) => _projection = projection;

    public override TensorShape TransformShape => [-1, _projection.Components.RowCount];

    /// <summary>Reads incremental principal components, which tell no likelihood.</summary>
    public static LinearProjection ReadIncremental(SklearnObject source, EstimatorReader reader) =>
        new(source, Projection.ReadPrincipal(source));

    /// <summary>Reads independent components; only whitened ones are centred.</summary>
    public static LinearProjection ReadIndependent(SklearnObject source, EstimatorReader reader) =>
        new(source, Projection.Read(source, source.Has("mean_") ? "mean_" : null));

    /// <summary>Reads components without a centre, such as those of a truncated singular value decomposition.</summary>
    public static LinearProjection ReadUncentred(SklearnObject source, EstimatorReader reader) =>
        new(source, Projection.Read(source, meanName: null));

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return new Features(_projection.Compute(features, cancellationToken));
    }
}
