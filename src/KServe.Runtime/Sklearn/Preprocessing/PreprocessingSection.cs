using System.Collections.Frozen;
using KServe.Runtime.Sklearn.Preprocessing.Composition;
using KServe.Runtime.Sklearn.Preprocessing.Encoding;
using KServe.Runtime.Sklearn.Preprocessing.Expansion;
using KServe.Runtime.Sklearn.Preprocessing.Imputing;
using KServe.Runtime.Sklearn.Preprocessing.Scaling;
using KServe.Runtime.Sklearn.Preprocessing.Selection;
using KServe.Runtime.Sklearn.Preprocessing.Text;

namespace KServe.Runtime.Sklearn.Preprocessing;

/// <summary>Pipelines, column transformers, scalers, encoders, imputers and vectorisers.</summary>
internal static class PreprocessingSection
{
    public static EstimatorSection Instance { get; } = new(
        new Dictionary<string, EstimatorFactory>(StringComparer.Ordinal)
        {
            ["Pipeline"] = static (source, reader) => new Pipeline(source, reader),
            ["FeatureUnion"] = static (source, reader) => new FeatureUnion(source, reader),
            ["ColumnTransformer"] = static (source, reader) => new ColumnTransformer(source, reader),
            ["FunctionTransformer"] = PassThrough.ReadFunction,

            ["StandardScaler"] = CenterScaler.ReadStandard,
            ["RobustScaler"] = CenterScaler.ReadRobust,
            ["MaxAbsScaler"] = CenterScaler.ReadMaxAbs,
            ["MinMaxScaler"] = static (source, reader) => new MinMaxScaler(source, reader),
            ["Normalizer"] = static (source, reader) => new Normalizer(source, reader),
            ["Binarizer"] = static (source, reader) => new Binarizer(source, reader),
            ["KernelCenterer"] = static (source, reader) => new KernelCenterer(source, reader),
            ["PowerTransformer"] = static (source, reader) => new PowerTransformer(source, reader),
            ["QuantileTransformer"] = static (source, reader) => new QuantileTransformer(source, reader),

            ["PolynomialFeatures"] = static (source, reader) => new PolynomialFeatures(source, reader),
            ["SplineTransformer"] = static (source, reader) => new SplineTransformer(source, reader),
            ["KBinsDiscretizer"] = static (source, reader) => new KBinsDiscretizer(source, reader),
            ["RBFSampler"] = RbfSampler.ReadRbf,
            ["SkewedChi2Sampler"] = RbfSampler.ReadSkewedChi2,
            ["AdditiveChi2Sampler"] = static (source, reader) => new AdditiveChi2Sampler(source, reader),
            ["Nystroem"] = static (source, reader) => new Nystroem(source, reader),

            ["OneHotEncoder"] = static (source, reader) => new OneHotEncoder(source, reader),
            ["OrdinalEncoder"] = static (source, reader) => new OrdinalEncoder(source, reader),
            ["TargetEncoder"] = static (source, reader) => new TargetEncoder(source, reader),
            ["LabelEncoder"] = static (source, reader) => new LabelEncoder(source, reader),
            ["LabelBinarizer"] = static (source, reader) => new LabelBinarizer(source, reader),
            ["MultiLabelBinarizer"] = static (source, reader) => new MultiLabelBinarizer(source, reader),

            ["SimpleImputer"] = static (source, reader) => new SimpleImputer(source, reader),
            ["MissingIndicator"] = static (source, reader) => new MissingIndicator(source, reader),
            ["KNNImputer"] = static (source, reader) => new KnnImputer(source, reader),
            ["IterativeImputer"] = static (source, reader) => new IterativeImputer(source, reader),

            ["CountVectorizer"] = CountVectorizer.ReadCounts,
            ["TfidfVectorizer"] = CountVectorizer.ReadTfidf,
            ["TfidfTransformer"] = static (source, reader) => new TfidfTransformer(source, reader),
            ["HashingVectorizer"] = static (source, reader) => new HashingVectorizer(source, reader),
            ["DictVectorizer"] = static (source, reader) => new DictVectorizer(source, reader),
            ["FeatureHasher"] = static (source, reader) => new FeatureHasher(source, reader),

            ["SelectKBest"] = UnivariateSelection.ReadBest,
            ["SelectPercentile"] = UnivariateSelection.ReadPercentile,
            ["SelectFpr"] = UnivariateSelection.ReadFalsePositiveRate,
            ["SelectFdr"] = UnivariateSelection.ReadFalseDiscoveryRate,
            ["SelectFwe"] = UnivariateSelection.ReadFamilyWiseError,
            ["GenericUnivariateSelect"] = UnivariateSelection.ReadGeneric,
            ["VarianceThreshold"] = ColumnSelector.ReadVariance,
            ["SequentialFeatureSelector"] = ColumnSelector.ReadSupport,
            ["SelectFromModel"] = ModelSelector.Read,
            ["RFE"] = static (source, reader) => new RecursiveElimination(source, reader),
            ["RFECV"] = static (source, reader) => new RecursiveElimination(source, reader),
        }.ToFrozenDictionary(),
        [
            "make_column_selector", "_RemainderColsList", "_ImputerTriplet",
            "chi2", "f_classif", "f_oneway", "f_regression", "r_regression",
            "mutual_info_classif", "mutual_info_regression",
            "KFold", "StratifiedKFold", "GroupKFold", "ShuffleSplit", "StratifiedShuffleSplit",
            "RepeatedKFold", "RepeatedStratifiedKFold",
            "Bunch", "MetadataRequest", "MethodMetadataRequest",
        ]);
}
