namespace KServe.Explainers;

/// <summary>Holds linear models that behave like the explained model near each row.</summary>
public sealed class LimeExplanation
{
    private readonly double[] _weights;
    private readonly double[] _intercepts;
    private readonly double[] _localPredictions;
    private readonly double[] _predictions;
    private readonly double[] _fits;
    private readonly string[] _conditions;

    internal LimeExplanation(int rowCount, int outputCount, int featureCount)
    {
        (RowCount, OutputCount, FeatureCount) = (rowCount, outputCount, featureCount);
        var scores = rowCount * outputCount;
        _weights = new double[checked(scores * featureCount)];
        _intercepts = new double[scores];
        _localPredictions = new double[scores];
        _predictions = new double[scores];
        _fits = new double[scores];
        _conditions = new string[rowCount * featureCount];
    }

    /// <summary>Gets the number of explained rows.</summary>
    public int RowCount { get; }

    /// <summary>Gets the number of explained outputs, such as classes.</summary>
    public int OutputCount { get; }

    /// <summary>Gets the number of features.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets all weights: rows by outputs by features.</summary>
    /// <remarks>
    /// The weight of an amount is what one standard deviation of the background adds; that of a category or a part of a
    /// range is what being in it adds.
    /// </remarks>
    public ReadOnlyMemory<double> Weights => _weights;

    /// <summary>Gets the constants of the linear models: rows by outputs.</summary>
    public ReadOnlyMemory<double> Intercepts => _intercepts;

    /// <summary>Gets what the linear models give for the rows: rows by outputs.</summary>
    public ReadOnlyMemory<double> LocalPredictions => _localPredictions;

    /// <summary>Gets what the explained model gives for the rows: rows by outputs.</summary>
    public ReadOnlyMemory<double> Predictions => _predictions;

    /// <summary>Gets the share of variance that the linear models explain, at most 1: rows by outputs.</summary>
    public ReadOnlyMemory<double> Fits => _fits;

    /// <summary>Gets what each weight is about, like <c>age</c> or <c>20 &lt; age &lt;= 30</c>: rows by
    /// features.</summary>
    public IReadOnlyList<string> Conditions => _conditions;

    /// <summary>Gets the weights of all features.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="output">From 0, the default, to <see cref="OutputCount"/> - 1.</param>
    /// <returns>One weight for each feature.</returns>
    public ReadOnlySpan<double> GetWeights(int row, int output = 0) =>
        _weights.AsSpan((row * OutputCount + output) * FeatureCount, FeatureCount);

    internal void SetConditions(int row, ReadOnlySpan<string> conditions) =>
        conditions.CopyTo(_conditions.AsSpan(row * FeatureCount));

    internal void Set(int row, int output, LocalFit fit, double prediction)
    {
        var index = row * OutputCount + output;
        fit.Weights.CopyTo(_weights.AsSpan(index * FeatureCount));
        _intercepts[index] = fit.Intercept;
        _localPredictions[index] = fit.LocalPrediction;
        _predictions[index] = prediction;
        _fits[index] = fit.Score;
    }
}
