namespace KServe.Explainers;

/// <summary>Explains any model by SHAP values, which KernelSHAP estimates from the model's scores.</summary>
/// <remarks>
/// Lundberg and Lee, "A unified approach to interpreting model predictions" (2017). A feature that is left out of a
/// coalition takes the values of the background rows in turn (interventional). Safe for concurrent calls.
/// </remarks>
public static class KernelShap
{
    /// <summary>Computes what each feature adds to each output.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows to explain.</param>
    /// <param name="background">Typical rows with the same columns, to compare with.</param>
    /// <param name="options">The options; defaults when left out.</param>
    /// <param name="cancellationToken">Looked at between the calls of the model.</param>
    /// <returns>The values, for the same arguments always the same.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the tables do not match.</exception>
    /// <exception cref="InferenceException">More evaluations of the model are needed than allowed.</exception>
    public static async Task<ShapExplanation> ExplainAsync(
        ScoreFunction model,
        FeatureTable rows,
        FeatureTable background,
        KernelShapOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new KernelShapOptions();
        var batched = DirectCall.Begin(model, rows, background, options);
        var run = new KernelShapRun(
            batched,
            background.Sample(options.MaxBackgroundRows, options.Seed),
            new KernelShapSettings(options.SampleCount, options.Seed, options.Link));
        return await run.ExplainAsync(rows, cancellationToken);
    }
}
