using System.Globalization;

namespace KServe.Runtime.XGBoost;

/// <summary>Counts the trees of the rounds up to the best one, which early stopping has noted.</summary>
internal static class BoosterRounds
{
    /// <summary>Gets the number of trees up to the best round.</summary>
    /// <returns><see langword="null"/> when the file notes no best round.</returns>
    public static int? CountBestTrees(BoosterFile file, int outputs)
    {
        if (!TryGetWhole(file, "best_iteration", out var best))
        {
            return null;
        }

        var end = best + 1;
        if (file.RoundStarts.Count > 1)
        {
            var trees = file.RoundStarts[Math.Min(end, file.RoundStarts.Count - 1)];
            return trees >= 0 && trees <= file.Trees.Count
                ? trees
                : throw new InvalidDataException($"iteration_indptr points at tree {trees} of {file.Trees.Count}");
        }

        // before 1.6 only the attributes tell how many trees a round grew
        var parallel = file.ParallelTreeCount;
        if (parallel < 1)
        {
            parallel = TryGetWhole(file, "best_ntree_limit", out var limit) ? Math.Max(1, limit / end) : 1;
        }

        var perRound = file.Trees.Exists(static tree => tree.ValueCount > 1) ? parallel : parallel * outputs;
        return (int)Math.Min((decimal)perRound * end, file.Trees.Count);
    }

    private static bool TryGetWhole(BoosterFile file, string name, out int value)
    {
        value = 0;
        return file.Attributes.TryGetValue(name, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value < int.MaxValue;
    }
}
