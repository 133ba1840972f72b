using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Composition;

/// <summary>Hands rows on as they are: <c>'passthrough'</c>, and FunctionTransformer without a function.</summary>
internal sealed class PassThrough : TransformingEstimator
{
    private readonly bool _checksValues;

    private PassThrough(SklearnObject source)
        : base(source) => _checksValues = source.Flag("validate");

    private PassThrough()
        : base("FunctionTransformer")
    {
    }

    /// <summary>Gets the step that <c>'passthrough'</c> stands for.</summary>
    public static PassThrough Instance { get; } = new();

    public static Estimator ReadFunction(SklearnObject source, EstimatorReader reader) => source.Has("func")
        ? throw source.Invalid("a function is code, and no code of a model file is run: only func=None is supported")
        : new PassThrough(source);

    protected override int OutputCount => FeatureCount;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        if (_checksValues)
        {
            FeatureChecks.RequireShape(features, ClassName, FeatureCount);
            InputCheck.Values(features.Sparse?.Values ?? features.ToDense().Values, allowsNaN: false);
        }

        return features;
    }
}
