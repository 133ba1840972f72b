namespace KServe.Runtime.Tabular;

/// <summary>Names one output that a model can give, and what it looks like.</summary>
/// <param name="Name">The name by which clients ask for it, like <c>predict_proba</c>.</param>
/// <param name="DataType">The data type of its tensor.</param>
/// <param name="Shape">The shape; the first dimension, -1, counts rows.</param>
internal sealed record TabularOutput(string Name, TensorDataType DataType, TensorShape Shape);
