namespace KServe.Explainers;

/// <summary>Explains the class that any model gives by conditions that are enough for it.</summary>
/// <remarks>
/// Ribeiro, Singh and Guestrin, "Anchors: high-precision model-agnostic explanations" (2018), with KL-LUCB. Safe for
/// concurrent calls.
/// </remarks>
public static class Anchors
{
    /// <summary>Finds an anchor for each row.</summary>
    /// <param name="model">The model: a score for each class, or one score.</param>
    /// <param name="rows">The rows to explain.</param>
    /// <param name="background">Typical rows with the same columns, which others are drawn from.</param>
    /// <param name="options">The options; defaults when left out.</param>
    /// <param name="cancellationToken">Looked at between the calls of the model.</param>
    /// <returns>
    /// One anchor for each row, for the same arguments always the same. When the evaluations allowed do not suffice,
    /// the most precise one that was seen.
    /// </returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the tables do not match.</exception>
    /// <exception cref="InferenceException">There are more rows than evaluations allowed.</exception>
    public static async Task<IReadOnlyList<Anchor>> ExplainAsync(
        ScoreFunction model,
        FeatureTable rows,
        FeatureTable background,
        AnchorOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new AnchorOptions();
        var batched = DirectCall.Begin(model, rows, background, options);
        var settings = new AnchorSettings(options, options.Precision, options.Seed);
        var run = new AnchorRun(batched, DirectCall.CreateSpace(background, options), settings);
        return await run.FindAsync(rows, static () => false, cancellationToken);
    }
}
