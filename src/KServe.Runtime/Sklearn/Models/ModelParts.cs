namespace KServe.Runtime.Sklearn.Models;

/// <summary>Knows the names of classes that have no reader of their own.</summary>
internal static class ModelParts
{
    /// <summary>Gets the regressors of which only coefficients and intercepts matter.</summary>
    public static IReadOnlyList<string> LinearRegressors { get; } =
    [
        "LinearRegression", "Ridge", "RidgeCV", "Lasso", "LassoCV", "ElasticNet", "ElasticNetCV", "Lars", "LarsCV",
        "LassoLars", "LassoLarsCV", "LassoLarsIC", "OrthogonalMatchingPursuit", "OrthogonalMatchingPursuitCV",
        "BayesianRidge", "ARDRegression", "HuberRegressor", "TheilSenRegressor", "QuantileRegressor",
        "MultiTaskLasso", "MultiTaskLassoCV", "MultiTaskElasticNet", "MultiTaskElasticNetCV", "SGDRegressor",
        "PassiveAggressiveRegressor", "LinearSVR",
    ];

    /// <summary>Gets the classes that appear inside models: as parts, or as what fitting left behind.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "LabelBinarizer", "LabelEncoder", "KernelCenterer", "FunctionTransformer", "StandardScaler", "MinMaxScaler",
        "MaxAbsScaler", "RobustScaler", "_CalibratedClassifier", "_SigmoidCalibration", "_BisectingTree", "_CFNode",
        "_CFSubcluster", "_kmeans_single_lloyd", "_kmeans_single_elkan",

        // trees of neighbours and their metrics
        "KDTree", "KDTree32", "KDTree64", "BallTree", "BallTree32", "BallTree64", "EuclideanDistance",
        "EuclideanDistance64", "SEuclideanDistance", "SEuclideanDistance64", "ManhattanDistance",
        "ManhattanDistance64", "ChebyshevDistance", "ChebyshevDistance64", "MinkowskiDistance",
        "MinkowskiDistance64", "HammingDistance", "HammingDistance64", "CanberraDistance", "CanberraDistance64",
        "BrayCurtisDistance", "BrayCurtisDistance64",

        // optimisers of networks
        "AdamOptimizer", "SGDOptimizer",

        // losses and links of stochastic gradients and generalised linear models, by their names over the versions
        "Hinge", "SquaredHinge", "Log", "ModifiedHuber", "SquaredLoss", "Huber", "EpsilonInsensitive",
        "SquaredEpsilonInsensitive", "CyHalfBinomialLoss", "CyHalfSquaredError", "CyHuberLoss",
        "CyHalfPoissonLoss", "CyHalfGammaLoss", "CyHalfTweedieLoss", "CyHalfTweedieLossIdentity",
        "CyHalfMultinomialLoss", "HalfSquaredError", "HalfPoissonLoss", "HalfGammaLoss", "HalfTweedieLoss",
        "HalfTweedieLossIdentity", "HalfBinomialLoss", "HalfMultinomialLoss", "IdentityLink", "LogLink", "LogitLink",
        "MultinomialLogit", "Interval", "TweedieDistribution", "NormalDistribution", "PoissonDistribution",
        "GammaDistribution", "InverseGaussianDistribution", "DistributionBoundary",
    ];
}
