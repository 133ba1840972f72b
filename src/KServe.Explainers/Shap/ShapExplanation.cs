namespace KServe.Explainers;

/// <summary>Holds what each feature adds to each output of each row.</summary>
/// <remarks>For every row and output, the base value plus the values of all features is the prediction.</remarks>
public sealed class ShapExplanation
{
    private readonly double[] _values;
    private readonly double[] _baseValues;
    private readonly double[] _predictions;

    internal ShapExplanation(int rowCount, int outputCount, int featureCount)
    {
        (RowCount, OutputCount, FeatureCount) = (rowCount, outputCount, featureCount);
        _values = new double[checked(rowCount * outputCount * featureCount)];
        _baseValues = new double[rowCount * outputCount];
        _predictions = new double[rowCount * outputCount];
    }

    /// <summary>Gets the number of explained rows.</summary>
    public int RowCount { get; }

    /// <summary>Gets the number of explained outputs, such as classes.</summary>
    public int OutputCount { get; }

    /// <summary>Gets the number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets all values: rows by outputs by features.</summary>
    public ReadOnlyMemory<double> Values => _values;

    /// <summary>Gets what the model gives on average over the background: rows by outputs.</summary>
    public ReadOnlyMemory<double> BaseValues => _baseValues;

    /// <summary>Gets what the model gives for the rows: rows by outputs.</summary>
    public ReadOnlyMemory<double> Predictions => _predictions;

    /// <summary>Gets the values of all features.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="output">From 0, the default, to <see cref="OutputCount"/> - 1.</param>
    /// <returns>One value for each feature.</returns>
    public ReadOnlySpan<double> GetValues(int row, int output = 0) => ValuesOf(row, output);

    internal Span<double> ValuesOf(int row, int output) =>
        _values.AsSpan((row * OutputCount + output) * FeatureCount, FeatureCount);

    internal Span<double> BaseValuesOf(int row) => _baseValues.AsSpan(row * OutputCount, OutputCount);

    internal Span<double> PredictionsOf(int row) => _predictions.AsSpan(row * OutputCount, OutputCount);
}
