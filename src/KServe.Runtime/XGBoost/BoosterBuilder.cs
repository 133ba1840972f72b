using System.Runtime.InteropServices;
using KServe.Kernels.Trees;
using KServe.Runtime.Files;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.XGBoost;

/// <summary>Makes a model of what a booster's file says, and checks that its parts go together.</summary>
internal static class BoosterBuilder
{
    /// <summary>The most outputs of a model that has no trees to show for them.</summary>
    private const int MostOutputsWithoutTrees = 1024;

    public static TabularModel Build(BoosterFile file, CancellationToken cancellationToken)
    {
        var name = file.Objective ?? throw new InvalidDataException("the learner has no objective");
        var objective = BoosterObjective.Find(name, file.Version);
        if (file.FeatureCount is < 1 or >= BoosterNode.MostFeatures)
        {
            throw new InvalidDataException(
                $"num_feature is {file.FeatureCount}, 1 to {BoosterNode.MostFeatures - 1} was expected");
        }

        if (file.FeatureNames.Count > 0 && file.FeatureNames.Count != file.FeatureCount)
        {
            throw new InvalidDataException(
                $"{file.FeatureNames.Count} feature_names for {file.FeatureCount} features");
        }

        var outputs = CountOutputs(file);
        var bases = BaseMargins(file, objective, outputs);
        var columns = new BoosterColumns((int)file.FeatureCount, file.FeatureNames);
        return file.Booster switch
        {
            "gbtree" or "dart" => BuildTrees(file, objective, columns, bases, cancellationToken),
            "gblinear" => BuildLinear(file, objective, columns, bases),
            null => throw new InvalidDataException("the learner has no gradient_booster"),
            _ => throw new InvalidDataException($"unknown booster '{Show.Text(file.Booster)}'"),
        };
    }

    private static int CountOutputs(BoosterFile file)
    {
        if (file.ClassCount < 0 || file.TargetCount < 0 || (file.ClassCount > 1 && file.TargetCount > 1))
        {
            throw new InvalidDataException($"num_class is {file.ClassCount} and num_target is {file.TargetCount}");
        }

        var outputs = Math.Max(1, Math.Max(file.ClassCount, file.TargetCount));
        var shown = Math.Max(file.Trees.Count, file.LinearWeights.Count);
        foreach (var tree in file.Trees)
        {
            shown = Math.Max(shown, tree.ValueCount);
        }

        return outputs <= Math.Max(shown, MostOutputsWithoutTrees)
            ? (int)outputs
            : throw new InvalidDataException($"the model declares {outputs} outputs and has no trees for them");
    }

    private static double[] BaseMargins(BoosterFile file, BoosterObjective objective, int outputs)
    {
        var scores = new float[outputs];
        if (file.BaseScore.Length == 1)
        {
            Array.Fill(scores, file.BaseScore[0]);
        }
        else if (file.BaseScore.Length == outputs)
        {
            file.BaseScore.CopyTo(scores, 0);
        }
        else
        {
            throw new InvalidDataException($"base_score has {file.BaseScore.Length} values for {outputs} outputs");
        }

        if (!file.IsBaseMargin)
        {
            objective.ToMargins(scores);
        }

        return Array.ConvertAll(scores, static score => (double)score);
    }

    private static XgboostTreeModel BuildTrees(
        BoosterFile file,
        BoosterObjective objective,
        BoosterColumns columns,
        double[] bases,
        CancellationToken cancellationToken)
    {
        var trees = file.Trees;
        if (file.DeclaredTreeCount != trees.Count)
        {
            throw new InvalidDataException($"num_trees is {file.DeclaredTreeCount}, there are {trees.Count} trees");
        }

        if (file.TreeGroups.Count != trees.Count)
        {
            throw new InvalidDataException($"tree_info has {file.TreeGroups.Count} items for {trees.Count} trees");
        }

        // since 3.5 any booster may have dropped trees, and the last ones may have no weight yet
        if (file.TreeWeights.Count > trees.Count || (file.Booster == "dart" && file.TreeWeights.Count < trees.Count))
        {
            throw new InvalidDataException($"weight_drop has {file.TreeWeights.Count} items for {trees.Count} trees");
        }

        var bestTrees = BoosterRounds.CountBestTrees(file, bases.Length);
        var hasCovers = trees.TrueForAll(static tree => tree.HasCovers);
        var totals = new TreeTotals(
            trees.Count, trees.Sum(static tree => (long)tree.Nodes.Length),
            trees.Sum(static tree => (long)tree.LeafValues.Length));
        var ensemble = TreeEnsemble.Create(
            columns.Count, bases.Length, Describe(file, cancellationToken), bases, TreePrecision.Single, totals);
        return new XgboostTreeModel(columns, objective, ensemble, bestTrees, hasCovers);
    }

    /// <summary>Describes tree after tree, and lets go of each, so that a model is never held twice.</summary>
    private static IEnumerable<Tree> Describe(BoosterFile file, CancellationToken cancellationToken)
    {
        var buffer = new TreeBuffer();
        for (var i = 0; i < file.TreeGroups.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tree = file.Trees[i].Describe(
                file.TreeGroups[i], i < file.TreeWeights.Count ? file.TreeWeights[i] : 1f, buffer);
            file.Trees[i] = null!;
            yield return tree;
        }
    }

    private static XgboostLinearModel BuildLinear(
        BoosterFile file, BoosterObjective objective, BoosterColumns columns, double[] bases)
    {
        var expected = ((long)columns.Count + 1) * bases.Length;
        return file.LinearWeights.Count == expected
            ? new XgboostLinearModel(columns, objective, CollectionsMarshal.AsSpan(file.LinearWeights), bases)
            : throw new InvalidDataException(
                $"gblinear has {file.LinearWeights.Count} weights, {expected} were expected");
    }
}
