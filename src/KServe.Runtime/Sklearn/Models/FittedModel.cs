using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models;

/// <summary>An estimator over a matrix of finite numbers of known width.</summary>
internal abstract class FittedModel : Estimator
{
    /// <summary>Reads what all estimators have in common.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="methods">What the estimator can do.</param>
    /// <param name="featureCount">The number of columns that its numbers are made for.</param>
    /// <exception cref="InvalidDataException">The attributes tell of another number of columns.</exception>
    protected FittedModel(SklearnObject source, EstimatorMethods methods, int featureCount)
        : base(source.ClassName)
    {
        Methods = methods;
        FeatureCount = featureCount;
        FeatureNames = FeatureNameReader.Read(source, featureCount);
        if (source.Integer("n_features_in_", featureCount) is var declared && declared != featureCount)
        {
            throw source.Invalid($"it holds numbers for {featureCount} features, n_features_in_ is {declared}");
        }
    }

    public override EstimatorMethods Methods { get; }

    /// <summary>Checks the rows and gives them as a dense matrix, never to be written to.</summary>
    protected Matrix ToFinite(Features features) => FeatureChecks.ToFinite(features, ClassName, FeatureCount);

    /// <summary>Checks the rows, which may stay sparse.</summary>
    protected void RequireFinite(Features features) =>
        FeatureChecks.RequireFinite(features, ClassName, FeatureCount);

    /// <summary>Makes a prediction of class positions.</summary>
    protected static Prediction Classes(Matrix positions, Labels labels) => new(positions, Labels: [labels]);
}
