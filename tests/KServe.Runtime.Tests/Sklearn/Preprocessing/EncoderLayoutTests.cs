using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing;

/// <summary>Reads encoders as the versions from 0.24 to 1.7 lay them out.</summary>
public sealed class EncoderLayoutTests
{
    private static readonly NumpyArray Letters = Described.Objects("a", "b", "c", "d");

    [Fact]
    public void OneHotEncoder_Of024_ReadsSparseAndNumericDrops()
    {
        var encoder = Described.Build(Described.Object(
            "OneHotEncoder", "0.24.2", ("categories_", Described.List(Letters)), ("sparse", false),
            ("drop_idx_", Described.Integers(1)), ("handle_unknown", "error")));
        Assert.Equal(1, encoder.FeatureCount);
        Assert.Equal<double[]>([1, 0, 0], Described.Transform(encoder, "a"));
        Assert.Equal<double[]>([0, 0, 0], Described.Transform(encoder, "b"));
        Assert.Equal<double[]>([0, 0, 1], Described.Transform(encoder, "d"));
    }

    [Fact]
    public void OneHotEncoder_Of13_PrefersDropsAfterGrouping()
    {
        var encoder = Described.Build(Described.Object(
            "OneHotEncoder", "1.3.2", ("categories_", Described.List(Letters)), ("sparse_output", true),
            ("handle_unknown", "infrequent_if_exist"), ("_infrequent_enabled", true),
            ("_default_to_infrequent_mappings", Described.List(Described.Integers(2, 0, 2, 1))),
            ("_infrequent_indices", Described.List(Described.Integers(0, 2))),
            ("drop_idx_", Described.Objects(3L)), ("_drop_idx_after_grouping", Described.Objects(1L)),
            ("n_features_in_", 1L)));
        Assert.Equal<double[]>([1, 0], Described.Transform(encoder, "b"));
        Assert.Equal<double[]>([0, 0], Described.Transform(encoder, "d"));
        Assert.Equal<double[]>([0, 1], Described.Transform(encoder, "a"));
        Assert.Equal<double[]>([0, 1], Described.Transform(encoder, "never seen"));
    }

    [Fact]
    public void OneHotEncoder_Of16ThatWarns_LeavesUnknownsEmpty()
    {
        var encoder = Described.Build(Described.Object(
            "OneHotEncoder", "1.6.1", ("categories_", Described.List(Letters)), ("sparse_output", false),
            ("handle_unknown", "warn"), ("drop_idx_", null), ("_drop_idx_after_grouping", null)));
        Assert.Equal<double[]>([0, 0, 0, 0], Described.Transform(encoder, "z"));
    }

    [Fact]
    public void OneHotEncoder_MixedCategories_MatchByKind()
    {
        var encoder = Described.Build(Described.Object(
            "OneHotEncoder", "1.5.0", ("handle_unknown", "ignore"),
            ("categories_", Described.List(Described.Objects(1L, "1", true, null, double.NaN)))));
        Assert.Equal<double[]>([1, 0, 0, 0, 0], Described.Transform(encoder, 1.0));
        Assert.Equal<double[]>([0, 1, 0, 0, 0], Described.Transform(encoder, "1"));
        Assert.Equal<double[]>([0, 0, 0, 1, 0], Described.Transform(encoder, [(string?)null]));
    }

    [Fact]
    public void OrdinalEncoder_Of024_KeepsThePositionOfNaN()
    {
        var encoder = Described.Build(Described.Object(
            "OrdinalEncoder", "0.24.0", ("categories_", Described.List(Described.Doubles(1, 2, double.NaN))),
            ("handle_unknown", "use_encoded_value"), ("unknown_value", -1L)));
        Assert.Equal<double[]>([2], Described.Transform(encoder, double.NaN));
        Assert.Equal<double[]>([-1], Described.Transform(encoder, 3.0));
    }

    [Fact]
    public void OrdinalEncoder_Of10_GivesNaNForMissing()
    {
        var encoder = Described.Build(Described.Object(
            "OrdinalEncoder", "1.0.2", ("categories_", Described.List(Described.Doubles(1, 2, double.NaN))),
            ("handle_unknown", "error"), ("_missing_indices", Described.Dictionary((0L, 2L)))));
        Assert.Equal<double[]>([double.NaN], Described.Transform(encoder, double.NaN));
        Assert.Equal<double[]>([1], Described.Transform(encoder, 2.0));
    }

    [Fact]
    public void OrdinalEncoder_Of13WithRareAndMissing_GroupsAllButTheMissing()
    {
        var encoder = Described.Build(Described.Object(
            "OrdinalEncoder", "1.3.0", ("handle_unknown", "use_encoded_value"), ("unknown_value", -1L),
            ("categories_", Described.List(Described.Objects("a", "b", "c", double.NaN))),
            ("encoded_missing_value", -2L), ("_missing_indices", Described.Dictionary((0L, 3L))),
            ("_infrequent_enabled", true), ("_default_to_infrequent_mappings", Described.List(Described.Integers(1, 0,
                1))),
            ("_infrequent_indices", Described.List(Described.Integers(0, 2)))));
        Assert.Equal<double[]>([1], Described.Transform(encoder, "a"));
        Assert.Equal<double[]>([0], Described.Transform(encoder, "b"));
        Assert.Equal<double[]>([-2], Described.Transform(encoder, [(string?)null]));
        Assert.Equal<double[]>([-1], Described.Transform(encoder, "z"));
    }

    [Theory]
    [InlineData("continuous")]
    [InlineData("binary")]
    public void TargetEncoder_OneMean_ReplacesCategories(string targetType)
    {
        var encoder = Described.Build(Described.Object(
            "TargetEncoder", "1.3.0", ("categories_", Described.List(Letters)), ("target_type_", targetType),
            ("target_mean_", 0.5), ("encodings_", Described.List(Described.Doubles(0.1, 0.2, 0.3, 0.4)))));
        Assert.Equal<double[]>([0.3], Described.Transform(encoder, "c"));
        Assert.Equal<double[]>([0.5], Described.Transform(encoder, "unknown"));
    }

    [Fact]
    public void TargetEncoder_SeveralClasses_GivesAColumnForEachClass()
    {
        var two = Described.Objects("x", "y");
        var encoder = Described.Build(Described.Object(
            "TargetEncoder", "1.4.0", ("categories_", Described.List(two, two)), ("target_type_", "multiclass"),
            ("classes_", Described.Integers(3, 4, 5)), ("target_mean_", Described.Doubles(0.2, 0.3, 0.5)),
            ("encodings_", Described.List(
                Described.Doubles(1, 2), Described.Doubles(3, 4), Described.Doubles(5, 6),
                Described.Doubles(7, 8), Described.Doubles(9, 10), Described.Doubles(11, 12)))));
        Assert.Equal<double[]>([1, 3, 5, 8, 10, 12], Described.Transform(encoder, "x", "y"));
        Assert.Equal<double[]>([0.2, 0.3, 0.5, 7, 9, 11], Described.Transform(encoder, "z", "x"));
    }
}
