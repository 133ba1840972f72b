namespace KServe.Explainers;

/// <summary>Explains any model by LIME: a linear model that is right near the explained row.</summary>
/// <remarks>
/// Ribeiro, Singh and Guestrin, "Why should I trust you?" (2016), for tables. Safe for concurrent calls.
/// </remarks>
public static class Lime
{
    /// <summary>Fits a linear model around each row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows to explain.</param>
    /// <param name="background">Typical rows with the same columns; their spread sets how far rows are drawn.</param>
    /// <param name="options">The options; defaults when left out.</param>
    /// <param name="cancellationToken">Looked at between the calls of the model.</param>
    /// <returns>The linear models, for the same arguments always the same.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the tables do not match.</exception>
    /// <exception cref="InferenceException">More evaluations of the model are needed than allowed.</exception>
    public static async Task<LimeExplanation> ExplainAsync(
        ScoreFunction model,
        FeatureTable rows,
        FeatureTable background,
        LimeOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new LimeOptions();
        var batched = DirectCall.Begin(model, rows, background, options);
        var run = new LimeRun(batched, DirectCall.CreateSpace(background, options), LimeSettings.Create(options));
        return await run.ExplainAsync(rows, cancellationToken);
    }
}
