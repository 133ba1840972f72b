using KServe.Runtime.Pickle;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing;

/// <summary>Reads scalers, expansions, imputers and vectorisers as versions from 0.24 to 1.8 lay them out.</summary>
public sealed class NumberLayoutTests
{
    [Theory]
    [InlineData("1.0.2", 2)]
    [InlineData("1.1.0", 1)]
    public void KBinsDiscretizer_NumberJustBelowAnEdge_GoesByTheVersion(string version, double expected)
    {
        var bins = Described.Build(Described.Object(
            "KBinsDiscretizer", version, ("encode", "ordinal"), ("n_bins_", Described.Integers(3)),
            ("bin_edges_", Described.Objects(Described.Doubles(0, 1, 2, 3)))));
        Assert.Equal<double[]>([expected], Described.Transform(bins, 2 - 1e-6));
    }

    [Fact]
    public void PolynomialFeatures_Of024_ReadsItsInputFeatures()
    {
        var polynomial = Described.Build(Described.Object(
            "PolynomialFeatures", "0.24.0", ("degree", 2L), ("interaction_only", false), ("include_bias", true),
            ("n_input_features_", 2L), ("n_output_features_", 6L)));
        Assert.Equal<double[]>([1, 2, 3, 4, 6, 9], Described.Transform(polynomial, 2, 3));
    }

    [Fact]
    public void SimpleImputer_WithoutNewAttributes_DropsEmptyColumns()
    {
        var imputer = Described.Build(Described.Object(
            "SimpleImputer", "0.24.0", ("missing_values", double.NaN), ("strategy", "mean"), ("add_indicator", false),
            ("indicator_", null), ("statistics_", Described.Doubles(7, double.NaN))));
        Assert.Equal<double[]>([7], Described.Transform(imputer, double.NaN, 1));
    }

    [Theory]
    [InlineData(0.5, new[] { 0.5 })]
    [InlineData(double.NaN, new[] { 0.5, double.NaN })]
    public void SimpleImputer_ConstantOf18_DropsWhatHasNoStatistic(double fill, double[] expected)
    {
        var imputer = Described.Build(Described.Object(
            "SimpleImputer", "1.8.0", ("missing_values", double.NaN), ("strategy", "constant"), ("fill_value", fill),
            ("keep_empty_features", false), ("statistics_", Described.Objects(0.5, double.NaN))));
        Assert.Equal(expected, Described.Transform(imputer, double.NaN, double.NaN));
    }

    [Fact]
    public void StandardScaler_WithoutFeatureCount_TakesItFromTheNumbers()
    {
        var scaler = Described.Build(Described.Object(
            "StandardScaler", "0.22.0", ("mean_", Described.Doubles(1, 2)), ("scale_", Described.Doubles(2, 4))));
        Assert.Equal(2, scaler.FeatureCount);
        Assert.Equal<double[]>([1, 0.5], Described.Transform(scaler, 3, 4));
    }

    [Fact]
    public void MaxAbsScaler_ThatClips_StaysWithinOne()
    {
        var scaler = Described.Build(Described.Object(
            "MaxAbsScaler", "1.8.0", ("scale_", Described.Doubles(2, 2, 2)), ("clip", true)));
        Assert.Equal<double[]>([1, -1, 0.5], Described.Transform(scaler, 9, -9, 1));
    }

    [Theory]
    [InlineData("1.4.2")]
    [InlineData("1.5.0")]
    public void TfidfTransformer_OldAndNewRarity_WeighAlike(string version)
    {
        var diagonal = new PickleInstance(new PickleClass("scipy.sparse._dia", "dia_matrix"), [])
        {
            State = Described.Dictionary(
                ("data", Described.Matrix(1, 2, 1, 3)), ("offsets", Described.Integers(0)), ("_shape",
                    Described.Tuple(2L, 2L))),
        };
        (string, object?) rarity = version == "1.4.2" ? ("_idf_diag", diagonal) : ("idf_", Described.Doubles(1, 3));
        var transformer = Described.Build(Described.Object(
            "TfidfTransformer", version, rarity, ("norm", null), ("use_idf", true), ("sublinear_tf", false)));
        Assert.Equal<double[]>([2, 15], Described.Transform(transformer, 2, 5));
    }

    [Fact]
    public void CountVectorizer_StopWordsAsASet_AreLeftOutBeforeNeighboursMeet()
    {
        var stop = new PickleSet();
        stop.Items.Add("of");
        var vectorizer = Described.Build(Described.Object(
            "CountVectorizer", "1.7.0", ("token_pattern", @"(?u)\b\w\w+\b"), ("stop_words", stop),
            ("ngram_range", Described.Tuple(1L, 2L)),
            ("vocabulary_", Described.Dictionary(("cup", 0L), ("cup tea", 1L), ("of", 2L)))));
        Assert.Equal<double[]>([1, 1, 0], Described.Transform(vectorizer, "A cup of TEA"));
        Assert.Equal(TensorDataType.INT64, vectorizer.TransformType);
    }

    [Fact]
    public void IterativeImputer_StepsAsTuples_AreRead()
    {
        var initial = Described.Object(
            "SimpleImputer", "1.2.0", ("missing_values", double.NaN), ("strategy", "mean"), ("statistics_",
                Described.Doubles(1, 5)));
        var model = Described.Object(
            "LinearRegression", "1.2.0", ("coef_", Described.Doubles(10)), ("intercept_", 1.0), ("n_features_in_", 1L));
        var imputer = Described.Build(Described.Object(
            "IterativeImputer", "1.2.0", ("missing_values", double.NaN), ("initial_imputer_", initial), ("n_iter_", 1L),
            ("_min_value", Described.Doubles(0, 0)), ("_max_value", Described.Doubles(100, 25)),
            ("imputation_sequence_", Described.List(Described.Tuple(1L, Described.Integers(0), model)))));
        Assert.Equal<double[]>([2, 21], Described.Transform(imputer, 2, double.NaN));
        Assert.Equal<double[]>([9, 25], Described.Transform(imputer, 9, double.NaN));
    }
}
