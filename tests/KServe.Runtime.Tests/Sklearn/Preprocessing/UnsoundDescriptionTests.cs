using KServe.Runtime.Pickle;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing;

/// <summary>Refuses objects whose parts contradict each other, before any row is seen.</summary>
public sealed class UnsoundDescriptionTests
{
    private static readonly PickleInstance Scaler = Described.Object(
        "StandardScaler", "1.2.0", ("mean_", Described.Doubles(1)), ("scale_", Described.Doubles(1)));

    private static readonly Dictionary<string, PickleInstance> Descriptions = new(StringComparer.Ordinal)
    {
        ["mean_"] = Described.Object(
            "StandardScaler", "1.2.0", ("mean_", Described.Doubles(1)), ("scale_", Described.Doubles(1, 2)),
                ("n_features_in_", 2L)),
        ["scale_"] = Described.Object("MaxAbsScaler", "1.2.0", ("scale_", "much")),
        ["min_"] = Described.Object("MinMaxScaler", "1.2.0", ("scale_", Described.Doubles(1)), ("min_",
            Described.Doubles())),
        ["feature_range"] = Described.Object(
            "MinMaxScaler", "1.2.0", ("scale_", Described.Doubles(1)), ("min_", Described.Doubles(1)), ("clip", true),
            ("feature_range", Described.Tuple(2L, 1L))),
        ["n_features_in_"] = Described.Object("Normalizer", "1.2.0", ("norm", "l2"), ("n_features_in_", -2L)),
        ["norm"] = Described.Object("Normalizer", "1.2.0", ("norm", "l7")),
        ["products"] = Described.Object("PolynomialFeatures", "1.2.0", ("degree", 9L), ("n_features_in_", 90L)),
        ["degree"] = Described.Object("PolynomialFeatures", "1.2.0", ("degree", 1L << 40), ("n_features_in_", 2L)),
        ["n_output_features_"] = Described.Object(
            "PolynomialFeatures", "1.2.0", ("degree", 2L), ("n_features_in_", 2L), ("n_output_features_", 7L)),
        ["n_bins_"] = Described.Object(
            "KBinsDiscretizer", "1.2.0", ("n_bins_", Described.Integers(9)),
            ("bin_edges_", Described.Objects(Described.Doubles(0, 1, 2)))),
        ["quantiles_"] = Described.Object(
            "QuantileTransformer", "1.2.0", ("references_", Described.Doubles(0, 1)), ("quantiles_",
                Described.Matrix(1, 1, 0))),
        ["lambdas_"] = Described.Object(
            "PowerTransformer", "1.2.0", ("n_features_in_", 2L), ("lambdas_", Described.Doubles(1))),
        ["_scaler"] = Described.Object("PowerTransformer", "1.2.0", ("lambdas_", Described.Doubles(1, 2)), ("_scaler",
            Scaler)),
        ["categories_"] = Described.Object("OneHotEncoder", "1.2.0", ("categories_", Described.List(7L))),
        ["drop_idx_"] = Described.Object(
            "OneHotEncoder", "1.2.0", ("categories_", Described.List(Described.Objects("a"))),
            ("drop_idx_", Described.Objects(5L))),
        ["_default_to_infrequent_mappings"] = Described.Object(
            "OneHotEncoder", "1.2.0", ("categories_", Described.List(Described.Objects("a", "b"))),
                ("_infrequent_enabled", true),
            ("_default_to_infrequent_mappings", Described.List(Described.Integers(0, 1_000_000)))),
        ["places of 3 categories"] = Described.Object(
            "OneHotEncoder", "1.2.0", ("categories_", Described.List(Described.Objects("a", "b", "c"))),
            ("_infrequent_enabled", true),
            ("_default_to_infrequent_mappings", Described.List(Described.Integers(0, 0)))),
        ["number of columns"] = Described.Object(
            "ColumnTransformer", "1.2.0", ("transformers_", Described.List(
                Described.Tuple("x", Scaler, Described.List(0L))))),
        ["encodings_"] = Described.Object(
            "TargetEncoder", "1.3.0", ("categories_", Described.List(Described.Objects("a", "b"))), ("target_mean_",
                1.0),
            ("encodings_", Described.List(Described.Doubles(1)))),
        ["vocabulary_"] = Described.Object(
            "CountVectorizer", "1.2.0", ("token_pattern", @"\w+"), ("vocabulary_", Described.Dictionary(("a",
                10_000_000L)))),
        ["each once"] = Described.Object(
            "DictVectorizer", "1.2.0", ("vocabulary_", Described.Dictionary(("a", 0L), ("b", 0L)))),
        ["tokenizer is a function"] = Described.Object(
            "CountVectorizer", "1.2.0", ("tokenizer", new PickleClass("main", "split")), ("token_pattern", @"\w+"),
            ("vocabulary_", Described.Dictionary(("a", 0L)))),
        ["analyzer"] = Described.Object("HashingVectorizer", "1.2.0", ("analyzer", new PickleClass("main", "split"))),
        ["token_pattern"] = Described.Object(
            "CountVectorizer", "1.2.0", ("token_pattern", "(["), ("vocabulary_", Described.Dictionary(("a", 0L)))),
        ["ngram_range"] = Described.Object(
            "HashingVectorizer", "1.2.0", ("token_pattern", @"\w+"), ("ngram_range", Described.Tuple(2L, 1L))),
        ["n_features"] = Described.Object("HashingVectorizer", "1.2.0", ("token_pattern", @"\w+"), ("n_features", 0L)),
        ["idf_"] = Described.Object(
            "TfidfTransformer", "1.5.0", ("norm", "l2"), ("n_features_in_", 3L), ("idf_", Described.Doubles(1))),
        ["func=None"] = Described.Object(
            "FunctionTransformer", "1.2.0", ("func", new PickleClass("numpy", "log1p"))),
        ["statistics_"] = Described.Object(
            "SimpleImputer", "1.2.0", ("n_features_in_", 2L), ("statistics_", Described.Doubles(1))),
        ["features_"] = Described.Object(
            "MissingIndicator", "1.2.0", ("n_features_in_", 2L), ("features_", Described.Integers(4))),
        ["_mask_fit_X"] = Described.Object(
            "KNNImputer", "1.2.0", ("_fit_X", Described.Matrix(1, 2, 1, 2)), ("_mask_fit_X", Described.Flags(false))),
        ["sample_posterior"] = Described.Object("IterativeImputer", "1.2.0", ("sample_posterior", true)),
        ["support_"] = Described.Object("SequentialFeatureSelector", "1.2.0", ("support_", Described.Integers(1))),
        ["chooses from 1 columns"] = Described.Object(
            "SequentialFeatureSelector", "1.2.0", ("support_", Described.Flags(true)), ("n_features_in_", 2L)),
        ["k:"] = Described.Object("SelectKBest", "1.2.0", ("k", "some"), ("scores_", Described.Doubles(1))),
        ["neither coef_"] = Described.Object("SelectFromModel", "1.2.0", ("estimator_", Scaler)),
        ["steps"] = Described.Object("Pipeline", "1.2.0", ("steps", Described.List())),
        ["does not transform"] = Described.Object("Pipeline", "1.2.0", ("steps", Described.List(
            Described.Tuple("a", Described.Object(
                "LinearRegression", "1.2.0", ("coef_", Described.Doubles(1)), ("intercept_", 0.0))),
            Described.Tuple("b", Scaler)))),
        ["there is no column 7"] = Columns(Described.List(7L)),
        ["there is no column 'z'"] = Columns("z"),
        ["takes 1 columns, but 2"] = Columns(Described.List(0L, 1L)),
        ["columns are chosen"] = Columns(Described.Dictionary()),
        ["transformer_list"] = Described.Object("FeatureUnion", "1.2.0", ("transformer_list", Described.List("a"))),
        ["bsplines_"] = Described.Object("SplineTransformer", "1.2.0", ("bsplines_", Described.List())),
        ["random_weights_"] = Described.Object(
            "RBFSampler", "1.2.0", ("random_offset_", Described.Doubles(1, 2)), ("random_weights_",
                Described.Matrix(1, 1, 1))),
        ["kernels that are named"] = Described.Object(
            "Nystroem", "1.2.0", ("components_", Described.Matrix(1, 1, 1)), ("normalization_", Described.Matrix(1, 1,
                1)),
            ("kernel", new PickleClass("main", "kernel"))),
    };

    public static TheoryData<string> Reasons => [.. Descriptions.Keys];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Read_ContradictoryParts_NamesWhatIsWrong(string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => Described.Build(Descriptions[reason]));
        Assert.Contains(reason.TrimEnd(':'), error.Message, StringComparison.Ordinal);
    }

    private static PickleInstance Columns(object? choice) => Described.Object(
        "ColumnTransformer", "1.2.0", ("n_features_in_", 3L), ("feature_names_in_", Described.Objects("a", "b", "c")),
        ("transformers_", Described.List(Described.Tuple("x", Scaler, choice))));
}
