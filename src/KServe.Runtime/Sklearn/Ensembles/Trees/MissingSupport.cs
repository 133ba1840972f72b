namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>Knows which trees of which versions take NaN as a missing value.</summary>
internal static class MissingSupport
{
    /// <summary>Tells whether a tree takes missing values: best splits since 1.3, random ones since 1.6.</summary>
    /// <param name="tree">The tree's estimator.</param>
    public static bool IsTree(SklearnObject tree)
    {
        if (!SklearnVersion.IsAtLeast(tree, 1, 3)
            || tree.Has("monotonic_cst")
            || tree.Text("criterion", "") is not ("gini" or "log_loss" or "entropy" or "squared_error" or "friedman_mse"
                or "poisson"))
        {
            return false;
        }

        var isExtra = tree.ClassName.StartsWith("Extra", StringComparison.Ordinal);
        return tree.Text("splitter", "") switch
        {
            "best" => !isExtra,
            "random" => SklearnVersion.IsAtLeast(tree, 1, 6),
            _ => false,
        };
    }

    /// <summary>Tells whether a forest takes missing values, as it does since 1.4 when its trees do.</summary>
    public static bool IsForest(SklearnObject forest, SklearnObject firstTree) =>
        SklearnVersion.IsAtLeast(forest, 1, 4) && IsTree(firstTree);
}
