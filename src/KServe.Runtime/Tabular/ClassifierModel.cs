namespace KServe.Runtime.Tabular;

/// <summary>Answers <c>predict</c> with class labels where the model in the file answers with probabilities.</summary>
/// <remarks>
/// As <c>XGBClassifier</c> does over its booster: labels count from 0, and probabilities have a column for each class.
/// </remarks>
internal sealed class ClassifierModel : TabularModel
{
    private const string Predict = "predict";
    private const string PredictProba = "predict_proba";

    private readonly TabularModel _inner;
    private readonly TabularOutput _probabilities;

    public ClassifierModel(TabularModel inner)
    {
        _inner = inner;
        _probabilities = inner.Outputs.First(static output => output.Name == Predict);
        var classes = _probabilities.Shape.Rank == 2 ? _probabilities.Shape[1] : 2;
        Outputs =
        [
            new TabularOutput(Predict, TensorDataType.INT64, [-1]),
            new TabularOutput(PredictProba, TensorDataType.FP32, [-1, classes]),
            .. inner.Outputs.Where(static output => output.Name != Predict),
        ];
    }

    public override string Platform => _inner.Platform;

    public override int ColumnCount => _inner.ColumnCount;

    public override IReadOnlyList<string>? ColumnNames => _inner.ColumnNames;

    public override IReadOnlyList<TabularOutput> Outputs { get; }

    public override long SizeInBytes => _inner.SizeInBytes;

    public override IReadOnlyList<string> DefaultOutputs { get; } = [Predict];

    public override InferTensor Compute(
        Table table,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        if (output.Name is not (Predict or PredictProba))
        {
            return _inner.Compute(table, output, name, pool, cancellationToken);
        }

        using var inner = _inner.Compute(table, _probabilities, Predict, pool, cancellationToken);
        return output.Name == Predict ? ToLabels(inner, name, pool) : ToProbabilities(inner, name, pool);
    }

    public override object? GetService(Type serviceType) => _inner.GetService(serviceType);

    private static InferTensor ToLabels(InferTensor inner, string name, TensorPool pool)
    {
        var probabilities = inner.AsSpan<float>();
        var result = InferTensor.Rent(pool, name, TensorDataType.INT64, [inner.Shape[0]]);
        var labels = result.AsSpan<long>();
        var classes = inner.Shape.Rank == 2 ? (int)inner.Shape[1] : 1;
        for (var row = 0; row < labels.Length; row++)
        {
            var scores = probabilities.Slice(row * classes, classes);
            labels[row] = classes == 1
                ? scores[0] > 0.5f ? 1 : 0
                : System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(scores);
        }

        return result;
    }

    private static InferTensor ToProbabilities(InferTensor inner, string name, TensorPool pool)
    {
        if (inner.Shape.Rank == 2)
        {
            return InferTensor.Rent<float>(pool, name, inner.Shape, inner.AsSpan<float>());
        }

        var positive = inner.AsSpan<float>();
        var result = InferTensor.Rent(pool, name, TensorDataType.FP32, [inner.Shape[0], 2]);
        var both = result.AsSpan<float>();
        for (var row = 0; row < positive.Length; row++)
        {
            both[2 * row] = 1 - positive[row];
            both[2 * row + 1] = positive[row];
        }

        return result;
    }
}
