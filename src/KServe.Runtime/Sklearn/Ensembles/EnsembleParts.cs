namespace KServe.Runtime.Sklearn.Ensembles;

/// <summary>Names the classes that appear inside ensembles without being estimators.</summary>
internal static class EnsembleParts
{
    public static IReadOnlyList<string> Names { get; } =
    [
        // Trees and bins.
        "Tree",
        "TreePredictor",
        "_BinMapper",

        // Losses of gradient boosting up to 1.3.
        "BinomialDeviance",
        "ExponentialLoss",
        "HuberLossFunction",
        "LeastAbsoluteError",
        "LeastSquaresError",
        "MultinomialDeviance",
        "QuantileLossFunction",

        // Losses of histogram-based boosting up to 1.0.
        "BinaryCrossEntropy",
        "CategoricalCrossEntropy",
        "LeastAbsoluteDeviation",
        "LeastSquares",
        "Poisson",

        // Losses since 1.1, their compiled halves and links.
        "AbsoluteError",
        "HalfBinomialLoss",
        "HalfGammaLoss",
        "HalfMultinomialLoss",
        "HalfPoissonLoss",
        "HalfSquaredError",
        "HalfTweedieLoss",
        "HalfTweedieLossIdentity",
        "HuberLoss",
        "PinballLoss",
        "CyAbsoluteError",
        "CyExponentialLoss",
        "CyHalfBinomialLoss",
        "CyHalfGammaLoss",
        "CyHalfMultinomialLoss",
        "CyHalfPoissonLoss",
        "CyHalfSquaredError",
        "CyHalfTweedieLoss",
        "CyHalfTweedieLossIdentity",
        "CyHuberLoss",
        "CyLossFunction",
        "CyPinballLoss",
        "HalfLogitLink",
        "IdentityLink",
        "Interval",
        "LogLink",
        "LogitLink",
        "MultinomialLogit",

        // What searches and tuned thresholds carry along.
        "GroupKFold",
        "GroupShuffleSplit",
        "KFold",
        "LeaveOneOut",
        "ParameterGrid",
        "PredefinedSplit",
        "RepeatedKFold",
        "RepeatedStratifiedKFold",
        "ShuffleSplit",
        "StratifiedGroupKFold",
        "StratifiedKFold",
        "StratifiedShuffleSplit",
        "TimeSeriesSplit",
        "_BaseScorer",
        "_CVIterableWrapper",
        "_CurveScorer",
        "_MultimetricScorer",
        "_PassthroughScorer",
        "_PredictScorer",
        "_ProbaScorer",
        "_Scorer",
        "_ThresholdScorer",
    ];
}
