namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>An estimator whose one method is <c>transform</c>.</summary>
internal abstract class TransformingEstimator : Estimator
{
    /// <param name="source">The attributes.</param>
    /// <param name="featureCount">The columns where <c>n_features_in_</c> is not told; -1 for any.</param>
    protected TransformingEstimator(SklearnObject source, int featureCount = -1)
        : base(source.ClassName)
    {
        FeatureCount = FeatureInfo.ReadCount(source, featureCount);
        FeatureNames = FeatureNameReader.Read(source, FeatureCount);
    }

    protected TransformingEstimator(string className)
        : base(className)
    {
    }

    public override EstimatorMethods Methods => EstimatorMethods.Transform;

    public override TensorShape TransformShape => [-1, OutputCount];

    /// <summary>Gets the number of columns that come out; -1 when not known.</summary>
    protected virtual int OutputCount => -1;
}
