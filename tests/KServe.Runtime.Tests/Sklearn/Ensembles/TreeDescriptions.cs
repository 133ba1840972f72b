using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Tests.Sklearn.Ensembles;

/// <summary>Describes trees of one split: on column 0 at 0.5, to the left and to the right.</summary>
internal static class TreeDescriptions
{
    private static readonly NumpyType Long = new(NumpyKind.Signed, 8);
    private static readonly NumpyType Word = new(NumpyKind.Unsigned, 4);
    private static readonly NumpyType Octet = new(NumpyKind.Unsigned, 1);
    private static readonly NumpyType Real = new(NumpyKind.Float, 8);

    /// <summary>Describes a decision tree for two classes.</summary>
    /// <param name="version">The version of the library, which decides about the fields of nodes.</param>
    /// <param name="left">What the left leaf says of the classes: counts or fractions.</param>
    /// <param name="right">What the right leaf says of them.</param>
    /// <param name="missingLeft">Whether missing values go left.</param>
    public static PickleInstance Classifier(
        string version, double[] left, double[] right, bool missingLeft = false) => Descriptions.Instance(
            "DecisionTreeClassifier",
            version,
            ("criterion", "gini"),
            ("splitter", "best"),
            ("n_features_in_", 1L),
            ("classes_", Descriptions.Integers(0, 1)),
            ("tree_", Tree(version, 2, [.. left.Zip(right, static (a, b) => a + b), .. left, .. right], missingLeft)));

    /// <summary>Describes a regression tree.</summary>
    public static PickleInstance Regressor(string version, double left, double right, int featureCount = 1) =>
        Descriptions.Instance(
            "DecisionTreeRegressor",
            version,
            ("criterion", "squared_error"),
            ("splitter", "best"),
            ("n_features_in_", (long)featureCount),
            ("tree_", Tree(version, 1, [0, left, right], missingLeft: false, featureCount)));

    /// <summary>Describes a tree of histogram-based boosting, whose split is on a set or at 0.5.</summary>
    public static PickleInstance Predictor(
        string version, double left, double right, uint[]? set = null, bool missingLeft = false, int feature = 0) =>
        Descriptions.Instance(
            "TreePredictor",
            version,
            ("nodes", Descriptions.Records(
                ("value", Real, [0, left, right]),
                ("count", Word, [4, 2, 2]),
                ("feature_idx", Word, [feature, 0, 0]),
                ("num_threshold", Real, [0.5, 0, 0]),
                ("missing_go_to_left", Octet, [missingLeft ? 1 : 0, 0, 0]),
                ("left", Word, [1, 0, 0]),
                ("right", Word, [2, 0, 0]),
                ("is_leaf", Octet, [0, 1, 1]),
                ("is_categorical", Octet, [set is null ? 0 : 1, 0, 0]),
                ("bitset_idx", Word, [0, 0, 0]))),
            ("raw_left_cat_bitsets", new NumpyArray(
                Word,
                [set is null ? 0 : 1, 8],
                System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>(set ?? []).ToArray())));

    private static PickleInstance Tree(
        string version, int classCount, double[] values, bool missingLeft, int featureCount = 1)
    {
        (string, NumpyType, double[])[] fields =
        [
            ("left_child", Long, [1, -1, -1]),
            ("right_child", Long, [2, -1, -1]),
            ("feature", Long, [0, -2, -2]),
            ("threshold", Real, [0.5, -2, -2]),
            ("impurity", Real, [0, 0, 0]),
            ("n_node_samples", Long, [4, 2, 2]),
            ("weighted_n_node_samples", Real, [4, 2, 2]),
        ];
        var isNew = string.CompareOrdinal(version, "1.3") >= 0;
        var state = new PickleDictionary();
        state.Set("nodes", Descriptions.Records(
            isNew ? [.. fields, ("missing_go_to_left", Octet, [missingLeft ? 1 : 0, 0, 0])] : fields));
        state.Set("values", Descriptions.Doubles([3, 1, classCount], values));
        return new PickleInstance(
            new PickleClass("sklearn.tree._tree", "Tree"),
            [(long)featureCount, Descriptions.Integers(classCount), 1L]) { State = state };
    }
}
