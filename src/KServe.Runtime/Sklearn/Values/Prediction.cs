namespace KServe.Runtime.Sklearn.Values;

/// <summary>What <c>predict</c> gives: numbers, or positions in the labels of each column.</summary>
/// <param name="Values">Numbers, or class indexes where <paramref name="Labels"/> is given.</param>
/// <param name="DataType">What clients see of numbers: FP64, or INT64/INT32 for clusters and outliers.</param>
/// <param name="Labels">For classifiers the labels of each output column, one entry per column.</param>
internal sealed record Prediction(
    Matrix Values,
    TensorDataType DataType = TensorDataType.FP64,
    IReadOnlyList<Labels>? Labels = null);
