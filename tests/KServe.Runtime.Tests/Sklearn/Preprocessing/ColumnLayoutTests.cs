using KServe.Runtime.Pickle;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing;

/// <summary>Reads what puts transformers together as the versions from 0.24 to 1.7 lay it out.</summary>
public sealed class ColumnLayoutTests
{
    private static readonly PickleInstance Doubling = Described.Object(
        "StandardScaler", "1.0", ("with_mean", false), ("scale_", Described.Doubles(0.5)));

    [Fact]
    public void ColumnTransformer_Of024_ReadsItsOwnNames()
    {
        var transformer = Described.Build(Described.Object(
            "ColumnTransformer", "0.24.1", ("sparse_output_", false), ("_n_features", 2L),
            ("_feature_names_in", Described.Objects("first", "second")),
            ("transformers_", Described.List(
                Described.Tuple("x", Doubling, Described.List("second")), Described.Tuple("gone", "drop",
                    Described.List("first"))))));
        Assert.Equal<IEnumerable<string>>(["first", "second"], transformer.FeatureNames!);
        Assert.Equal<double[]>([6], Described.Transform(transformer, 1, 3));
        Assert.Equal<double[]>([6], Described.Transform(transformer, Table.FromColumns(1, new TableColumn("second",
            [3.0]))));
    }

    [Fact]
    public void ColumnTransformer_Of15_ReadsTheWrappedRemainder()
    {
        var remainder = Described.Object("_RemainderColsList", "", ("data", Described.List(2L, 0L)), ("future_dtype",
            "str"));
        var transformer = Described.Build(Described.Object(
            "ColumnTransformer", "1.5.2", ("sparse_output_", false), ("n_features_in_", 3L),
            ("transformers_", Described.List(
                Described.Tuple("x", Doubling, Described.List(1L)),
                Described.Tuple("remainder", "passthrough", remainder)))));
        Assert.Equal<double[]>([4, 3, 1], Described.Transform(transformer, 1, 2, 3));
        Assert.Equal(-1, transformer.TransformShape[0]);
        Assert.Equal(3, transformer.TransformShape[1]);
    }

    [Fact]
    public void ColumnTransformer_Of14_ReadsPassThroughAsAFunctionTransformer()
    {
        var function = Described.Object("FunctionTransformer", "1.4.0", ("func", null), ("validate", false));
        var transformer = Described.Build(Described.Object(
            "ColumnTransformer", "1.4.0", ("sparse_output_", true), ("n_features_in_", 2L),
            ("transformers_", Described.List(Described.Tuple("x", function, Described.Slice(null, null, -1L))))));
        Assert.Equal<double[]>([2, 1], Described.Transform(transformer, 1, 2));
    }

    [Theory]
    [InlineData(0L, 2L, null, new[] { 1.0, 2 })]
    [InlineData(-2L, null, null, new[] { 3.0, 4 })]
    [InlineData(null, null, 2L, new[] { 1.0, 3 })]
    [InlineData(3L, 0L, -2L, new[] { 4.0, 2 })]
    [InlineData(1L, 99L, null, new[] { 2.0, 3, 4 })]
    [InlineData("b", "c", null, new[] { 2.0, 3 })]
    [InlineData(null, "b", null, new[] { 1.0, 2 })]
    public void ColumnTransformer_Slice_TakesPythonsColumns(object? start, object? stop, object? step,
        double[] expected)
    {
        var transformer = Described.Build(Described.Object(
            "ColumnTransformer", "1.7.0", ("n_features_in_", 4L), ("sparse_output_", false),
            ("feature_names_in_", Described.Objects("a", "b", "c", "d")),
            ("transformers_", Described.List(Described.Tuple("x", "passthrough", Described.Slice(start, stop,
                step))))));
        Assert.Equal(expected, Described.Transform(transformer, 1, 2, 3, 4));
    }

    [Fact]
    public void ColumnTransformer_Mask_TakesMarkedColumns()
    {
        object?[] masks = [Described.Flags(false, true, true), Described.List(false, true, true),
            Described.Integers(1, -1)];
        Assert.All(masks, static mask =>
        {
            var transformer = Described.Build(Described.Object(
                "ColumnTransformer", "1.1.0", ("n_features_in_", 3L), ("sparse_output_", false),
                ("transformers_", Described.List(Described.Tuple("x", "passthrough", mask)))));
            Assert.Equal<double[]>([2, 3], Described.Transform(transformer, 1, 2, 3));
        });
    }

    [Fact]
    public void Pipeline_StepsThatPass_ChangeNothing()
    {
        var pipeline = Described.Build(Described.Object(
            "Pipeline", "1.6.0", ("transform_input", null), ("steps", Described.List(
                Described.Tuple("none", null), Described.Tuple("scale", Doubling), Described.Tuple("word",
                    "passthrough")))));
        Assert.Equal<double[]>([4], Described.Transform(pipeline, 2.0));
        Assert.Equal(1, pipeline.FeatureCount);
        Assert.Equal(1, pipeline.TransformShape[1]);
        Assert.Equal<double[]>([4], Described.Transform(pipeline.WithoutLastStep!, 2.0));
    }

    [Fact]
    public void FeatureUnion_PartsThatAreDropped_GiveNoColumns()
    {
        var union = Described.Build(Described.Object(
            "FeatureUnion", "0.24.0", ("transformer_weights", Described.Dictionary(("b", 10L))),
            ("transformer_list", Described.List(
                Described.Tuple("a", Doubling), Described.Tuple("none", null), Described.Tuple("gone", "drop"),
                Described.Tuple("b", "passthrough")))));
        Assert.Equal<double[]>([4, 20], Described.Transform(union, 2.0));
    }

    [Fact]
    public void Pipeline_SameStepManyTimesOver_IsBuiltOnce()
    {
        var nested = Described.Object("Pipeline", "1.2.0", ("steps", Described.List(Described.Tuple("s", Doubling))));
        for (var i = 0; i < 25; i++)
        {
            nested = Described.Object(
                "Pipeline", "1.2.0", ("steps", Described.List(Described.Tuple("a", nested), Described.Tuple("b",
                    nested))));
        }

        Assert.Equal(1, Described.Build(nested).FeatureCount);
    }
}
