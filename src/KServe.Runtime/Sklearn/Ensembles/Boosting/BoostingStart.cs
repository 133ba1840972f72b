using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Computes the scores that boosting starts from: those of its <c>init_</c> estimator.</summary>
internal sealed class BoostingStart
{
    private readonly Estimator? _estimator;
    private readonly BoostingLink _link;

    private BoostingStart(Estimator? estimator, BoostingLink link, double[]? constant)
    {
        _estimator = estimator;
        _link = link;
        Constant = constant;
    }

    /// <summary>Gets the scores that all rows start from; <see langword="null"/> when they differ.</summary>
    public double[]? Constant { get; }

    /// <summary>Reads the estimator.</summary>
    /// <param name="source">The attributes of the boosted estimator.</param>
    /// <param name="reader">Builds the estimator.</param>
    /// <param name="link">How scores become predictions.</param>
    /// <param name="outputCount">The number of scores of a row.</param>
    /// <param name="featureCount">The number of columns.</param>
    /// <exception cref="InvalidDataException">The estimator does not suit the scores.</exception>
    public static BoostingStart Read(
        SklearnObject source, EstimatorReader reader, BoostingLink link, int outputCount, int featureCount)
    {
        if (source.Value("init_") is string text)
        {
            return text == "zero"
                ? new BoostingStart(null, link, new double[outputCount])
                : throw source.Unexpected("init_", "'zero' or an estimator");
        }

        var inner = source.Object("init_");
        var estimator = reader.Read(inner);
        RequireSuitable(source, estimator, link, outputCount, featureCount);
        var start = new BoostingStart(estimator, link, constant: null);

        // A dummy says the same of every row.
        return inner.ClassName is "DummyClassifier" or "DummyRegressor"
            ? new BoostingStart(
                estimator, link, start.Compute(new Features(new Matrix(1, featureCount)), outputCount, default).Values)
            : start;
    }

    /// <summary>Computes the scores of each row, [rows, outputs].</summary>
    public Matrix Compute(Features features, int outputCount, CancellationToken cancellationToken)
    {
        var scores = new Matrix(features.RowCount, outputCount);
        if (_link == BoostingLink.Identity)
        {
            _estimator!.Predict(features, cancellationToken).Values.Values.CopyTo(scores.Values, 0);
            return scores;
        }

        var probabilities = _estimator!.PredictProba(features, 0, cancellationToken);
        for (var row = 0; row < scores.RowCount; row++)
        {
            BoostingScores.FromProbabilities(_link, probabilities.GetRow(row), scores.GetRow(row));
        }

        return scores;
    }

    private static void RequireSuitable(
        SklearnObject source, Estimator estimator, BoostingLink link, int outputCount, int featureCount)
    {
        var isClassifier = link != BoostingLink.Identity;
        var method = isClassifier ? EstimatorMethods.PredictProba : EstimatorMethods.Predict;
        var isSuitable = estimator.Methods.HasFlag(method) && estimator.TargetCount == 1
            && (estimator.FeatureCount < 0 || estimator.FeatureCount == featureCount)
            && (!isClassifier || estimator.GetLabels()?.Count == (outputCount == 1 ? 2 : outputCount));
        if (!isSuitable)
        {
            throw source.Unexpected("init_", $"an estimator of {outputCount} scores over {featureCount} features");
        }
    }
}
