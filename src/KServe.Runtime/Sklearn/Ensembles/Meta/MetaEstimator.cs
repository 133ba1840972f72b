using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>An estimator made of others, which check the rows themselves.</summary>
internal abstract class MetaEstimator : Estimator
{
    /// <summary>Reads what all of them have in common.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="methods">What the estimator can do.</param>
    /// <param name="first">A member that sees all columns and may know more of them than the attributes.</param>
    protected MetaEstimator(SklearnObject source, EstimatorMethods methods, Estimator first)
        : base(source.ClassName)
    {
        Methods = methods;
        FeatureCount = checked((int)source.Integer("n_features_in_", first.FeatureCount));
        FeatureNames = FeatureNameReader.Read(source, FeatureCount) ?? first.FeatureNames;
    }

    public override EstimatorMethods Methods { get; }

    /// <summary>Makes a prediction of class positions.</summary>
    protected static Prediction Classes(Matrix positions, Labels labels) => new(positions, Labels: [labels]);
}
