namespace KServe.Explainers;

/// <summary>Explains the rows of one request.</summary>
internal sealed class LimeRun(BatchedModel model, FeatureSpace space, LimeSettings settings)
{
    private const long MaxValues = 32 << 20;

    public async Task<LimeExplanation> ExplainAsync(FeatureTable rows, CancellationToken cancellationToken)
    {
        if ((long)settings.SampleCount * space.Count > MaxValues || (long)space.Count * space.Count > MaxValues)
        {
            throw InferenceException.InvalidArgument(
                $"{settings.SampleCount} samples of {space.Count} features are more than can be looked at");
        }

        model.Require((long)rows.RowCount * settings.SampleCount);
        LimeExplanation? explanation = null;
        for (var r = 0; r < rows.RowCount; r++)
        {
            var center = rows.Values.Slice(r * rows.ColumnCount, rows.ColumnCount);
            var samples = new LimeSamples(space, center, settings);
            await model.RunAsync(samples, cancellationToken);
            explanation ??= NewExplanation(rows);
            Fit(explanation, r, samples, cancellationToken);
        }

        return explanation ?? new LimeExplanation(0, 1, space.Count);
    }

    private LimeExplanation NewExplanation(FeatureTable rows) =>
        (long)rows.RowCount * model.OutputCount * space.Count <= MaxValues
            ? new LimeExplanation(rows.RowCount, model.OutputCount, space.Count)
            : throw InferenceException.InvalidArgument(
                $"the explanation has more than {MaxValues} weights: send fewer rows or ask for one class");

    private void Fit(LimeExplanation explanation, int row, LimeSamples samples, CancellationToken cancellationToken)
    {
        var first = samples.Design[..space.Count];
        var regression = new RidgeRegression(samples.Design, samples.Weights, settings.Ridge, cancellationToken);
        var targets = new double[samples.Weights.Length];
        explanation.SetConditions(row, samples.DescribeConditions());
        for (var k = 0; k < explanation.OutputCount; k++)
        {
            for (var i = 0; i < targets.Length; i++)
            {
                targets[i] = samples.Scores[i * explanation.OutputCount + k];
            }

            var fit = regression.Fit(targets, Math.Min(settings.FeatureCount ?? space.Count, space.Count), first);
            explanation.Set(row, k, fit, targets[0]);
        }
    }
}
