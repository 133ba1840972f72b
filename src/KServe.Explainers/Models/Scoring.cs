namespace KServe.Explainers;

/// <summary>Makes score functions of functions over one row.</summary>
public static class Scoring
{
    /// <summary>Makes a score function of one that gives one output for a row.</summary>
    /// <param name="score">Called once for each row.</param>
    /// <returns>A function for explainers, as safe for concurrent calls as the one given.</returns>
    public static ScoreFunction ForRows(Func<ReadOnlySpan<double>, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return (rows, rowCount, cancellationToken) =>
        {
            var scores = new double[rowCount];
            var width = rows.Length / rowCount;
            for (var i = 0; i < rowCount; i++)
            {
                scores[i] = score(rows.Span.Slice(i * width, width));
            }

            return new(scores);
        };
    }

    /// <summary>Makes a score function of one that gives several outputs for a row.</summary>
    /// <param name="score">Called once for each row; always gives the same number of outputs.</param>
    /// <returns>A function for explainers, as safe for concurrent calls as the one given.</returns>
    public static ScoreFunction ForRows(Func<ReadOnlySpan<double>, double[]> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return (rows, rowCount, cancellationToken) =>
        {
            var width = rows.Length / rowCount;
            var first = score(rows.Span[..width]);
            var scores = new double[rowCount * first.Length];
            first.CopyTo(scores, 0);
            for (var i = 1; i < rowCount; i++)
            {
                score(rows.Span.Slice(i * width, width)).CopyTo(scores, i * first.Length);
            }

            return new(scores);
        };
    }
}
