namespace KServe.Explainers;

/// <summary>Explains the class that any model gives by a near row that gets another.</summary>
/// <remarks>
/// Growing spheres of Laugel et al., "Inverse classification for comparison-based interpretability" (2018), then a
/// search on the line back to the row; features that need not change are given back. Safe for concurrent calls.
/// </remarks>
public static class Counterfactuals
{
    /// <summary>Finds a counterfactual for each row.</summary>
    /// <param name="model">The model: a score for each class, or one score.</param>
    /// <param name="rows">The rows to explain.</param>
    /// <param name="background">Typical rows with the same columns, which set ranges and distances.</param>
    /// <param name="options">The options; defaults when left out.</param>
    /// <param name="cancellationToken">Looked at between the calls of the model.</param>
    /// <returns>One counterfactual for each row, for the same arguments always the same.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the tables do not match.</exception>
    /// <exception cref="InferenceException">There are more rows than evaluations allowed.</exception>
    public static async Task<IReadOnlyList<Counterfactual>> ExplainAsync(
        ScoreFunction model,
        FeatureTable rows,
        FeatureTable background,
        CounterfactualOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new CounterfactualOptions();
        var batched = DirectCall.Begin(model, rows, background, options);
        var run = new CounterfactualRun(
            batched,
            CreateRules(background, options),
            options,
            new CounterfactualSettings(options.SampleCount, options.Seed, options.TargetClass));
        return await run.FindAsync(rows, static () => false, cancellationToken);
    }

    private static ChangeRules CreateRules(FeatureTable background, CounterfactualOptions options)
    {
        try
        {
            return ChangeRules.Create(DirectCall.CreateSpace(background, options), options);
        }
        catch (InvalidDataException error)
        {
            throw new ArgumentException(error.Message, nameof(options), error);
        }
    }
}
