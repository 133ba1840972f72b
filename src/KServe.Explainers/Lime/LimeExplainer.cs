namespace KServe.Explainers;

/// <summary>Answers explanations by LIME.</summary>
internal sealed class LimeExplainer(LimeOptions options) : TabularExplainer<LimeOptions>(options)
{
    protected override async ValueTask<InferResponse> ExplainAsync(
        ExplainCall call,
        CancellationToken cancellationToken)
    {
        var features = call.Parameters.GetInteger(
            ParameterNames.FeatureCount, Options.FeatureCount ?? int.MaxValue, 1, int.MaxValue);
        var settings = LimeSettings.Create(Options) with
        {
            SampleCount = call.Parameters.GetInteger(
                ParameterNames.SampleCount, Options.SampleCount, 10, Options.MaxSampleCount),
            Seed = GetSeed(call),
            FeatureCount = features,
        };
        var run = new LimeRun(call.Model, call.Space, settings);
        var lime = await run.ExplainAsync(call.Rows.ToTable(), cancellationToken);
        using var explanation = call.NewExplanation();
        var (rows, outputs) = (lime.RowCount, lime.OutputCount);
        explanation.AddAttributions("weights", rows, outputs, lime.FeatureCount, lime.Weights.Span);
        explanation.AddScores("intercepts", rows, outputs, lime.Intercepts.Span);
        explanation.AddScores("local_predictions", rows, outputs, lime.LocalPredictions.Span);
        explanation.AddScores("predictions", rows, outputs, lime.Predictions.Span);
        explanation.AddScores("fits", rows, outputs, lime.Fits.Span);
        explanation.AddTexts("conditions", [rows, lime.FeatureCount], lime.Conditions.ToArray());
        explanation.AddData(call.Rows);
        explanation.SetParameter("output", call.Scorer.OutputName);
        return explanation.Build();
    }
}
