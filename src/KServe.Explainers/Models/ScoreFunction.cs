namespace KServe.Explainers;

/// <summary>Computes the outputs of a model for rows of numbers.</summary>
/// <param name="rows">The rows, row-major; valid during the call.</param>
/// <param name="rowCount">The number of rows, 1 or more.</param>
/// <param name="cancellationToken">Cancelled when the explanation is no longer wanted.</param>
/// <returns>As many outputs for each row, row-major. <see cref="Scoring"/> makes functions of simpler ones.</returns>
public delegate ValueTask<double[]> ScoreFunction(
    ReadOnlyMemory<double> rows,
    int rowCount,
    CancellationToken cancellationToken);
