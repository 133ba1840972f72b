using System.Numerics.Tensors;

namespace KServe.Explainers;

/// <summary>Explains the rows of one request.</summary>
internal sealed class KernelShapRun(BatchedModel model, FeatureTable background, KernelShapSettings settings)
{
    private const long MaxValues = 32 << 20;

    // Rows differ in how many features vary; those of the same number share coalitions and equations.
    private readonly Dictionary<int, (IReadOnlyList<Coalition> Coalitions, ShapleyRegression Regression)> _plans = [];

    public async Task<ShapExplanation> ExplainAsync(FeatureTable rows, CancellationToken cancellationToken)
    {
        var varying = new int[rows.RowCount][];
        for (var r = 0; r < varying.Length; r++)
        {
            varying[r] = FindVarying(rows, r);
        }

        model.Require(CountEvaluations(varying, cancellationToken));
        var baseScores = await model.ScoreAsync(background.Values, background.RowCount, cancellationToken);
        var scores = await model.ScoreAsync(rows.Values, rows.RowCount, cancellationToken);
        RequireMemory(rows, scores.Length);
        var explanation = new ShapExplanation(rows.RowCount, model.OutputCount, rows.ColumnCount);
        var expected = GetBase(baseScores);
        for (var r = 0; r < varying.Length; r++)
        {
            expected.CopyTo(explanation.BaseValuesOf(r));
            var predictions = explanation.PredictionsOf(r);
            for (var k = 0; k < predictions.Length; k++)
            {
                predictions[k] = settings.Apply(scores[r * predictions.Length + k]);
            }

            await ExplainRowAsync(explanation, rows, r, varying[r], cancellationToken);
        }

        return explanation;
    }

    private static void RequireMemory(FeatureTable rows, long scoreCount)
    {
        if (scoreCount * rows.ColumnCount > MaxValues)
        {
            throw InferenceException.InvalidArgument(
                $"the explanation has {scoreCount} outputs by {rows.ColumnCount} features, at most {MaxValues} values "
                + "are computed at once: send fewer rows or ask for one class");
        }
    }

    private long CountEvaluations(int[][] varying, CancellationToken cancellationToken)
    {
        long count = background.RowCount + varying.Length;
        foreach (var features in varying)
        {
            if (features.Length >= 2)
            {
                count += (long)GetPlan(features.Length, cancellationToken).Coalitions.Count * background.RowCount;
            }
        }

        return count;
    }

    private double[] GetBase(double[] scores)
    {
        var expected = new double[model.OutputCount];
        for (var b = 0; b < background.RowCount; b++)
        {
            TensorPrimitives.Add(expected, scores.AsSpan(b * expected.Length, expected.Length), expected);
        }

        return Array.ConvertAll(expected, sum => settings.Apply(sum / background.RowCount));
    }

    /// <summary>Finds the features whose value some row of the background does not have: others add nothing.</summary>
    private int[] FindVarying(FeatureTable rows, int row)
    {
        var values = rows.GetRow(row);
        List<int> varying = [];
        for (var f = 0; f < values.Length; f++)
        {
            for (var b = 0; b < background.RowCount; b++)
            {
                if (!values[f].Equals(background.GetRow(b)[f]))
                {
                    varying.Add(f);
                    break;
                }
            }
        }

        return [.. varying];
    }

    private (IReadOnlyList<Coalition> Coalitions, ShapleyRegression Regression) GetPlan(
        int featureCount,
        CancellationToken cancellationToken)
    {
        if (!_plans.TryGetValue(featureCount, out var plan))
        {
            var sampleCount = settings.GetSampleCount(featureCount);
            if ((long)sampleCount * featureCount > MaxValues || (long)featureCount * featureCount > MaxValues)
            {
                throw InferenceException.InvalidArgument(
                    $"{sampleCount} coalitions of {featureCount} features are more than can be looked at");
            }

            var coalitions = CoalitionPlan.Create(featureCount, sampleCount, settings.Seed);
            plan = (coalitions, new ShapleyRegression(coalitions, featureCount, cancellationToken));
            _plans.Add(featureCount, plan);
        }

        return plan;
    }

    private async ValueTask ExplainRowAsync(
        ShapExplanation explanation,
        FeatureTable rows,
        int row,
        int[] features,
        CancellationToken cancellationToken)
    {
        if (features.Length == 1)
        {
            for (var k = 0; k < explanation.OutputCount; k++)
            {
                explanation.ValuesOf(row, k)[features[0]] =
                    explanation.PredictionsOf(row)[k] - explanation.BaseValuesOf(row)[k];
            }
        }

        if (features.Length < 2)
        {
            return;
        }

        var (coalitions, regression) = GetPlan(features.Length, cancellationToken);
        var values = rows.Values.Slice(row * rows.ColumnCount, rows.ColumnCount);
        var mixed = new CoalitionRows(coalitions, features, values, background, model.OutputCount);
        await model.RunAsync(mixed, cancellationToken);
        Solve(explanation, row, features, mixed.Means, regression);
    }

    private void Solve(
        ShapExplanation explanation, int row, int[] features, double[] means, ShapleyRegression regression)
    {
        var outputs = explanation.OutputCount;
        var gains = new double[means.Length / outputs];
        var solved = new double[features.Length];
        for (var k = 0; k < outputs; k++)
        {
            var expected = explanation.BaseValuesOf(row)[k];
            for (var c = 0; c < gains.Length; c++)
            {
                gains[c] = settings.Apply(means[c * outputs + k]) - expected;
            }

            regression.Solve(gains, explanation.PredictionsOf(row)[k] - expected, solved);
            var values = explanation.ValuesOf(row, k);
            for (var i = 0; i < features.Length; i++)
            {
                values[features[i]] = solved[i];
            }
        }
    }
}
