namespace KServe.Explainers;

/// <summary>Answers explanations by KernelSHAP.</summary>
internal sealed class KernelShapExplainer(KernelShapOptions options) : TabularExplainer<KernelShapOptions>(options)
{
    protected override FeatureTable PrepareBackground(FeatureTable background) =>
        background.Sample(Options.MaxBackgroundRows, Options.Seed);

    protected override async ValueTask<InferResponse> ExplainAsync(
        ExplainCall call,
        CancellationToken cancellationToken)
    {
        var samples = call.Parameters.GetInteger(
            ParameterNames.SampleCount, Options.SampleCount ?? 0, 4, Options.MaxSampleCount);
        var settings = new KernelShapSettings(samples == 0 ? null : samples, GetSeed(call), Options.Link);
        var run = new KernelShapRun(call.Model, call.Space.Background, settings);
        var shap = await run.ExplainAsync(call.Rows.ToTable(), cancellationToken);
        using var explanation = call.NewExplanation();
        var (rows, outputs) = (shap.RowCount, shap.OutputCount);
        explanation.AddAttributions("shap_values", rows, outputs, shap.FeatureCount, shap.Values.Span);
        explanation.AddScores("base_values", rows, outputs, shap.BaseValues.Span);
        explanation.AddScores("predictions", rows, outputs, shap.Predictions.Span);
        explanation.AddData(call.Rows);
        explanation.SetParameter("output", call.Scorer.OutputName);
        return explanation.Build();
    }
}
