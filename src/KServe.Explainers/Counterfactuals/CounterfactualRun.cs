namespace KServe.Explainers;

/// <summary>Finds the counterfactuals of the rows of one request.</summary>
internal sealed class CounterfactualRun(
    BatchedModel model,
    ChangeRules rules,
    CounterfactualOptions options,
    CounterfactualSettings settings)
{
    /// <summary>Finds a counterfactual for each row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="areLabels">Asked after the first call: whether the model answers with labels.</param>
    /// <param name="cancellationToken">Looked at between the calls of the model.</param>
    public async Task<Counterfactual[]> FindAsync(
        FeatureTable rows,
        Func<bool> areLabels,
        CancellationToken cancellationToken)
    {
        var scores = await model.ScoreAsync(rows.Values, rows.RowCount, cancellationToken);
        var classes = new ClassRule(options.ClassThreshold, areLabels());
        var found = new Counterfactual[rows.RowCount];
        for (var r = 0; r < found.Length; r++)
        {
            var row = rows.Values.Slice(r * rows.ColumnCount, rows.ColumnCount);
            var original = classes.GetClass(scores.AsSpan(r * model.OutputCount, model.OutputCount));
            var problem = new CounterfactualProblem(
                row, rules, classes, original, settings.TargetClass, settings.Seed);

            // Each row may use an equal part of what is left; the last of it tells the class of what was found.
            var budget = Math.Max(0, model.Remaining / (found.Length - r) - 1);
            var search = new CounterfactualSearch(model, problem, settings.SampleCount, budget);
            var nearest = settings.TargetClass == original ? null : await search.FindAsync(cancellationToken);
            found[r] = await DescribeAsync(problem, nearest, cancellationToken);
        }

        return found;
    }

    private async ValueTask<Counterfactual> DescribeAsync(
        CounterfactualProblem problem,
        double[]? nearest,
        CancellationToken cancellationToken)
    {
        // A row that has the wanted class already is its own counterfactual.
        var isSame = settings.TargetClass == problem.Original;
        if (nearest is null)
        {
            return new Counterfactual(problem.Row.ToArray(), [])
            {
                IsFound = isSame,
                OriginalClass = problem.Original,
                Class = problem.Original,
                Distance = 0,
            };
        }

        var reached = settings.TargetClass
            ?? problem.GetClass(await model.ScoreAsync(nearest, 1, cancellationToken));
        var own = problem.Row.ToArray();
        return new Counterfactual(nearest, [.. Enumerable.Range(0, own.Length).Where(f => !own[f].Equals(nearest[f]))])
        {
            IsFound = true,
            OriginalClass = problem.Original,
            Class = reached,
            Distance = rules.GetDistance(own, nearest),
        };
    }
}
