namespace KServe.Explainers;

/// <summary>Finds the anchors of the rows of one request.</summary>
internal sealed class AnchorRun(BatchedModel model, FeatureSpace space, AnchorSettings settings)
{
    /// <summary>Finds an anchor for each row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="areLabels">Asked after the first call: whether the model answers with labels.</param>
    /// <param name="cancellationToken">Looked at between the calls of the model.</param>
    public async Task<Anchor[]> FindAsync(FeatureTable rows, Func<bool> areLabels, CancellationToken cancellationToken)
    {
        var scores = await model.ScoreAsync(rows.Values, rows.RowCount, cancellationToken);
        var rule = new ClassRule(settings.Options.ClassThreshold, areLabels());
        var anchors = new Anchor[rows.RowCount];
        for (var r = 0; r < anchors.Length; r++)
        {
            var problem = new AnchorProblem(
                space,
                rows.Values.Slice(r * rows.ColumnCount, rows.ColumnCount),
                rule,
                rule.GetClass(scores.AsSpan(r * model.OutputCount, model.OutputCount)),
                AnchorRule.FindAll(space, rows.GetRow(r), settings.Options.Parts),
                new Random(settings.Seed));

            // Each row may use an equal part of what is left.
            var search = new AnchorSearch(model, problem, settings, model.Remaining / (anchors.Length - r));
            anchors[r] = await search.FindAsync(cancellationToken);
        }

        return anchors;
    }
}
