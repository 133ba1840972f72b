namespace KServe.Explainers;

/// <summary>Checks the arguments of calls from C#, and begins them.</summary>
internal static class DirectCall
{
    /// <exception cref="ArgumentException">An option is out of its range, or the tables do not match.</exception>
    public static void Check(ScoreFunction model, FeatureTable rows, FeatureTable background, ExplainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(background);
        options.Validate();
        if (background.RowCount == 0 || background.ColumnCount != rows.ColumnCount || rows.ColumnCount == 0)
        {
            throw new ArgumentException(
                $"The background has {background.RowCount} rows of {background.ColumnCount} columns, at least one row "
                + $"of {rows.ColumnCount} columns was expected.",
                nameof(background));
        }
    }

    /// <summary>Checks the arguments, and bounds the calls of the model.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or the tables do not match.</exception>
    public static BatchedModel Begin(
        ScoreFunction model, FeatureTable rows, FeatureTable background, ExplainerOptions options)
    {
        Check(model, rows, background, options);
        return new BatchedModel(model, rows.ColumnCount, options.BatchSize, options.MaxEvaluations);
    }

    /// <summary>Looks at the background of a call.</summary>
    /// <exception cref="ArgumentException">A categorical feature does not exist.</exception>
    public static FeatureSpace CreateSpace(FeatureTable background, ExplainerOptions options)
    {
        try
        {
            return FeatureSpace.Create(background, options.CategoricalFeatures, options.FeatureNames);
        }
        catch (InvalidDataException error)
        {
            throw new ArgumentException(
                $"{nameof(options.CategoricalFeatures)}: {error.Message}", nameof(options), error);
        }
    }
}
