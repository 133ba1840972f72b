namespace KServe.Explainers;

/// <summary>Measures which features any model relies on, by shuffling one after the other.</summary>
/// <remarks>
/// Breiman, "Random forests" (2001); Fisher, Rudin and Dominici, "All models are wrong, but many are useful" (2019).
/// Safe for concurrent calls.
/// </remarks>
public static class PermutationImportance
{
    /// <summary>Measures the importance of all features over a table of rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows; at least two.</param>
    /// <param name="labels">
    /// One label for each row, a class or an amount; when left out, the change of predictions is measured.
    /// </param>
    /// <param name="options">The options; defaults when left out.</param>
    /// <param name="cancellationToken">Looked at between the calls of the model.</param>
    /// <returns>The importance of each feature, for the same arguments always the same.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the tables do not match.</exception>
    /// <exception cref="InferenceException">
    /// The metric does not suit labels and outputs, or more evaluations of the model are needed than allowed.
    /// </exception>
    public static async Task<FeatureImportance> MeasureAsync(
        ScoreFunction model,
        FeatureTable rows,
        ReadOnlyMemory<double> labels = default,
        PermutationImportanceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new PermutationImportanceOptions();
        DirectCall.Check(model, rows, rows, options);
        if (rows.RowCount < 2 || (!labels.IsEmpty && labels.Length != rows.RowCount))
        {
            throw new ArgumentException(
                $"Two rows or more were expected with a label for each, got {rows.RowCount} and {labels.Length}.",
                nameof(rows));
        }

        var batched = new BatchedModel(model, rows.ColumnCount, options.BatchSize, options.MaxEvaluations);
        var run = new ImportanceRun(batched, options, options.Repeats, options.Seed);
        return await run.MeasureAsync(rows, labels, static () => false, cancellationToken);
    }
}
