using System.Collections.Frozen;
using KServe.Runtime.Sklearn.Models.Baseline;
using KServe.Runtime.Sklearn.Models.Calibration;
using KServe.Runtime.Sklearn.Models.Clustering;
using KServe.Runtime.Sklearn.Models.Decomposition;
using KServe.Runtime.Sklearn.Models.Discriminant;
using KServe.Runtime.Sklearn.Models.Linear;
using KServe.Runtime.Sklearn.Models.Mixture;
using KServe.Runtime.Sklearn.Models.NaiveBayes;
using KServe.Runtime.Sklearn.Models.Neighbors;
using KServe.Runtime.Sklearn.Models.NeuralNetwork;
using KServe.Runtime.Sklearn.Models.Outliers;
using KServe.Runtime.Sklearn.Models.Svm;

namespace KServe.Runtime.Sklearn.Models;

/// <summary>Linear models, support vectors, neighbours, naive Bayes, networks, clusters, decompositions.</summary>
internal static class ModelSection
{
    public static EstimatorSection Instance { get; } =
        new(CreateFactories().ToFrozenDictionary(StringComparer.Ordinal), ModelParts.Names);

    private static Dictionary<string, EstimatorFactory> CreateFactories()
    {
        var factories = new Dictionary<string, EstimatorFactory>(StringComparer.Ordinal)
        {
            ["PoissonRegressor"] = LinearRegressor.ReadLogLink,
            ["GammaRegressor"] = LinearRegressor.ReadLogLink,
            ["TweedieRegressor"] = LinearRegressor.ReadTweedie,
            ["KernelRidge"] = KernelRidgeRegressor.Read,
            ["RANSACRegressor"] = RansacRegressor.Read,
            ["TransformedTargetRegressor"] = TransformedTargetRegressor.Read,
            ["LogisticRegression"] = LinearClassifier.ReadLogistic,
            ["LogisticRegressionCV"] = LinearClassifier.ReadLogistic,
            ["SGDClassifier"] = LinearClassifier.ReadStochastic,
            ["Perceptron"] = LinearClassifier.Read,
            ["PassiveAggressiveClassifier"] = LinearClassifier.Read,
            ["LinearSVC"] = LinearClassifier.Read,
            ["RidgeClassifier"] = RidgeClassifier.Read,
            ["RidgeClassifierCV"] = RidgeClassifier.Read,
            ["SGDOneClassSVM"] = LinearOneClass.Read,
            ["SVC"] = SupportVectorClassifier.Read,
            ["NuSVC"] = SupportVectorClassifier.Read,
            ["SVR"] = SupportVectorRegressor.Read,
            ["NuSVR"] = SupportVectorRegressor.Read,
            ["OneClassSVM"] = OneClassMachine.Read,
            ["KNeighborsClassifier"] = KNeighborsClassifier.Read,
            ["KNeighborsRegressor"] = NeighborRegressor.ReadNearest,
            ["RadiusNeighborsClassifier"] = RadiusNeighborsClassifier.Read,
            ["RadiusNeighborsRegressor"] = NeighborRegressor.ReadRadius,
            ["NearestCentroid"] = NearestCentroid.Read,
            ["GaussianNB"] = GaussianNaiveBayes.Read,
            ["MultinomialNB"] = CountNaiveBayes.ReadMultinomial,
            ["ComplementNB"] = CountNaiveBayes.ReadComplement,
            ["BernoulliNB"] = BernoulliNaiveBayes.Read,
            ["CategoricalNB"] = CategoricalNaiveBayes.Read,
            ["MLPClassifier"] = NetworkClassifier.Read,
            ["MLPRegressor"] = NetworkRegressor.Read,
            ["KMeans"] = CenterClustering.ReadKMeans,
            ["MiniBatchKMeans"] = CenterClustering.ReadKMeans,
            ["BisectingKMeans"] = BisectingClustering.Read,
            ["MeanShift"] = CenterClustering.ReadShift,
            ["AffinityPropagation"] = CenterClustering.ReadShift,
            ["Birch"] = CenterClustering.ReadBirch,
            ["GaussianMixture"] = GaussianMixture.Read,
            ["BayesianGaussianMixture"] = GaussianMixture.ReadBayesian,
            ["PCA"] = PrincipalComponents.Read,
            ["IncrementalPCA"] = LinearProjection.ReadIncremental,
            ["FastICA"] = LinearProjection.ReadIndependent,
            ["TruncatedSVD"] = LinearProjection.ReadUncentred,
            ["NeighborhoodComponentsAnalysis"] = LinearProjection.ReadUncentred,
            ["GaussianRandomProjection"] = LinearProjection.ReadUncentred,
            ["SparseRandomProjection"] = LinearProjection.ReadUncentred,
            ["FactorAnalysis"] = FactorAnalysis.Read,
            ["KernelPCA"] = KernelComponents.Read,
            ["LinearDiscriminantAnalysis"] = LinearDiscriminant.Read,
            ["QuadraticDiscriminantAnalysis"] = QuadraticDiscriminant.Read,
            ["EllipticEnvelope"] = EllipticEnvelope.Read,
            ["LocalOutlierFactor"] = LocalOutlierFactor.Read,
            ["IsotonicRegression"] = IsotonicRegressor.Read,
            ["CalibratedClassifierCV"] = CalibratedClassifier.Read,
            ["DummyClassifier"] = DummyClassifier.Read,
            ["DummyRegressor"] = DummyRegressor.Read,
        };
        foreach (var name in ModelParts.LinearRegressors)
        {
            factories.Add(name, LinearRegressor.Read);
        }

        return factories;
    }
}
