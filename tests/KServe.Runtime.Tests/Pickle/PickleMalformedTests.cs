using KServe.Runtime.Files;
using KServe.Runtime.Pickle;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Pickle;

public sealed class PickleMalformedTests
{
    /// <summary>Files that are sound as pickles: what is wrong is for the readers of estimators to find.</summary>
    private static readonly HashSet<string> SoundPickles = new(StringComparer.Ordinal)
    {
        "classes_count.joblib",
        "coef_missing.joblib",
        "coef_shape.joblib",
        "deep_lists.pkl",
        "doubling_tuples.pkl",
        "forest_no_trees.joblib",
        "hgb_child_out_of_range.joblib",
        "hgb_cycle.joblib",
        "knn_label_index.joblib",
        "mlp_layer_shapes.joblib",
        "not_an_estimator.pkl",
        "scaler_length.joblib",
        "self_containing_list.pkl",
        "self_containing_pipeline.joblib",
        "svc_support_counts.joblib",
        "tree_child_negative.joblib",
        "tree_child_out_of_range.joblib",
        "tree_cycle.joblib",
        "tree_feature_out_of_range.joblib",
        "tree_node_count.joblib",
        "tree_nodes_dtype.joblib",
        "tree_value_shape.joblib",
        "vocabulary_index.joblib",
    };

    public static TheoryData<string> Files => [.. MalformedFile.Names("pickle")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_HostileFile_RefusesNamingIt(string name)
    {
        var file = MalformedFile.Load("pickle", name);

        var exception = Record.Exception(() => Read(file.Path));

        if (SoundPickles.Contains(name))
        {
            Assert.Null(exception);
        }
        else if (file.Must == "refuse" || exception is not null)
        {
            var error = Assert.IsType<InferenceException>(exception);
            Assert.StartsWith($"{name}: ", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.GetDirectoryName(file.Path)!, error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(MalformedFile.Sentinel));
    }

    [Theory]
    [InlineData("unknown_class.pkl", "the class 'acme.models.FraudModel' is not supported")]
    [InlineData("unknown_step_in_pipeline.joblib", "the class 'acme.models.Step' is not supported")]
    [InlineData("os_system_p4.pkl", "the class 'os.system' is not supported")]
    [InlineData("object_array_second_pickle.joblib", "the class 'os.system' is not supported")]
    [InlineData("hidden_in_model.joblib", "the class 'posix.system' is not supported")]
    [InlineData("array_bad_dtype.pkl", "the data type 'q9' is not supported")]
    [InlineData("unknown_opcode.pkl", "there is no opcode 0xFF")]
    [InlineData("protocol_200.pkl", "pickle protocol 200 is not supported")]
    [InlineData("corrupt_zlib.joblib.z", "the compressed data are damaged")]
    public void Read_UnknownName_SaysWhich(string name, string expected)
    {
        var error = Assert.Throws<InferenceException>(() => Read(MalformedFile.Load("pickle", name).Path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static object? Read(string path) => ModelFile.Guard(
        path,
        static (path, cancellationToken) => PickleFile.Read(path, TestPolicy.Permissive, cancellationToken),
        TestContext.Current.CancellationToken);
}
