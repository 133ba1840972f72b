namespace KServe.Explainers;

/// <summary>Finds the counterfactual of one row: spheres grow around it until one meets the wanted class.</summary>
/// <remarks>Laugel et al., "Inverse classification for comparison-based interpretability" (2018).</remarks>
internal sealed class CounterfactualSearch(
    BatchedModel model,
    CounterfactualProblem problem,
    int sampleCount,
    long budget)
{
    private const double FirstRadius = 0.25;
    private const double Growth = 1.5;
    private const int LinePoints = 16;
    private const int LineRounds = 3;

    private readonly long _end = model.Remaining - budget;

    /// <summary>Finds a near row of the wanted class.</summary>
    /// <returns><see langword="null"/> when none was found.</returns>
    public async ValueTask<double[]?> FindAsync(CancellationToken cancellationToken)
    {
        var nearest = await GrowAsync(cancellationToken);
        if (nearest is null)
        {
            return null;
        }

        await RestoreAsync(nearest, cancellationToken);
        await ApproachAsync(nearest, cancellationToken);
        await RestoreAsync(nearest, cancellationToken);
        return nearest;
    }

    private async ValueTask<double[]?> GrowAsync(CancellationToken cancellationToken)
    {
        if (problem.Rules.Mutable.Length == 0)
        {
            return null;
        }

        var farthest = problem.Rules.GetFarthest(problem.Row.Span);
        for (var (inner, outer) = (0.0, FirstRadius); inner <= farthest; (inner, outer) = (outer, outer * Growth))
        {
            var samples = new SphereSamples(problem, inner, outer, sampleCount);
            if (model.Remaining - sampleCount < _end)
            {
                return null;
            }

            await model.RunAsync(samples, cancellationToken);
            if (samples.Nearest is not null)
            {
                return samples.Nearest;
            }
        }

        return null;
    }

    /// <summary>Gives features their own value back, the smallest change first, as long as the class stays.</summary>
    /// <remarks>
    /// A batch tries one feature, then two, and so on: all before the first that fails are given back at once, which is
    /// what one call for each would do.
    /// </remarks>
    private async ValueTask RestoreAsync(double[] nearest, CancellationToken cancellationToken)
    {
        var open = GetChanges(nearest);
        while (open.Count > 0 && open.Count <= model.Remaining - _end)
        {
            var width = nearest.Length;
            var rows = new double[open.Count * width];
            for (var i = 0; i < open.Count; i++)
            {
                var row = rows.AsSpan(i * width, width);
                (i == 0 ? nearest : rows.AsSpan((i - 1) * width, width)).CopyTo(row);
                row[open[i]] = problem.Row.Span[open[i]];
            }

            var scores = await model.ScoreAsync(rows, open.Count, cancellationToken);
            var good = 0;
            while (good < open.Count && IsWanted(scores, good))
            {
                nearest[open[good]] = problem.Row.Span[open[good]];
                good++;
            }

            open.RemoveRange(0, Math.Min(good + 1, open.Count));
        }
    }

    /// <summary>Moves the amounts towards the row on a straight line, as long as the class stays.</summary>
    private async ValueTask ApproachAsync(double[] nearest, CancellationToken cancellationToken)
    {
        var (low, high) = (0.0, 1.0);
        var start = (double[])nearest.Clone();
        for (var round = 0; round < LineRounds && LinePoints <= model.Remaining - _end; round++)
        {
            var rows = new double[LinePoints * nearest.Length];
            for (var i = 0; i < LinePoints; i++)
            {
                Mix(start, GetShare(low, high, i), rows.AsSpan(i * nearest.Length, nearest.Length));
            }

            var scores = await model.ScoreAsync(rows, LinePoints, cancellationToken);
            var first = 0;
            while (first < LinePoints && !IsWanted(scores, first))
            {
                first++;
            }

            if (first == LinePoints)
            {
                return;
            }

            rows.AsSpan(first * nearest.Length, nearest.Length).CopyTo(nearest);
            (low, high) = (first == 0 ? low : GetShare(low, high, first - 1), GetShare(low, high, first));
        }
    }

    private static double GetShare(double low, double high, int point) => low + (high - low) * (point + 1) / LinePoints;

    private void Mix(double[] from, double share, Span<double> row)
    {
        var own = problem.Row.Span;
        for (var f = 0; f < row.Length; f++)
        {
            row[f] = problem.Rules.IsCategory(f) || own[f].Equals(from[f])
                ? from[f]
                : problem.Rules.Fit(f, own[f] + (from[f] - own[f]) * share);
        }
    }

    private bool IsWanted(double[] scores, int row) =>
        problem.IsWanted(scores.AsSpan(row * model.OutputCount, model.OutputCount));

    private List<int> GetChanges(double[] nearest)
    {
        var own = problem.Row.ToArray();
        return [.. problem.Rules.Mutable
            .Where(f => !nearest[f].Equals(own[f]))
            .OrderBy(f => problem.Rules.IsCategory(f)
                ? 1
                : Math.Abs(nearest[f] - own[f]) / problem.Rules.GetScale(f))
            .ThenBy(static f => f)];
    }
}
