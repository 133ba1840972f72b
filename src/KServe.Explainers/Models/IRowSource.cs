namespace KServe.Explainers;

/// <summary>Makes rows for a model and takes their scores, in order.</summary>
internal interface IRowSource
{
    /// <summary>Gets the number of rows to score.</summary>
    long RowCount { get; }

    /// <summary>Writes the values of a row; called once for each row, in order.</summary>
    void Fill(long index, Span<double> row);

    /// <summary>Takes the scores of a row; called once for each row, in order, after its batch was scored.</summary>
    void Accept(long index, ReadOnlySpan<double> scores);
}
