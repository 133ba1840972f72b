using System.Buffers;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.XGBoost;

/// <summary>Holds what boosters of trees and linear ones have in common.</summary>
internal abstract class XgboostModel(BoosterColumns columns, BoosterObjective objective, int outputCount) : TabularModel
{
    public const string Predict = "predict";
    public const string Margin = "margin";
    public const string Contributions = "pred_contribs";

    /// <inheritdoc/>
    public override string Platform => "xgboost";

    /// <inheritdoc/>
    public override int ColumnCount => columns.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? ColumnNames => columns.Names.Count > 0 ? columns.Names : null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultOutputs { get; } = [Predict];

    /// <summary>Gets the number of margins per row: one per class or target.</summary>
    protected int OutputCount => outputCount;

    /// <inheritdoc/>
    public sealed override InferTensor Compute(
        Table table,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        using var rows = SingleRows.From(table, columns.Count);
        return Compute(rows, output, name, pool, cancellationToken);
    }

    protected abstract InferTensor Compute(
        SingleRows rows,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken);

    /// <summary>Describes an output of one number per row, or of one per row and output.</summary>
    protected TabularOutput Describe(string name, bool isPrediction) => new(
        name,
        TensorDataType.FP32,
        outputCount == 1 || (isPrediction && objective.IsClassNumber) ? [-1] : [-1, outputCount]);

    /// <summary>Describes an output that has one block of numbers per row and output.</summary>
    protected TabularOutput DescribeBlock(string name, params ReadOnlySpan<long> block) => new(
        name,
        TensorDataType.FP32,
        outputCount == 1 ? TensorShape.Create([-1, .. block]) : TensorShape.Create([-1, outputCount, .. block]));

    /// <summary>Rents a tensor for so many rows.</summary>
    protected static InferTensor Rent(TensorPool pool, string name, TabularOutput output, int rowCount)
    {
        Span<long> shape = stackalloc long[output.Shape.Rank];
        output.Shape.Dimensions.CopyTo(shape);
        shape[0] = rowCount;
        return InferTensor.Rent(pool, name, output.DataType, TensorShape.Create(shape));
    }

    /// <summary>Turns margins that a callback computes into the tensor of a prediction.</summary>
    protected InferTensor Transform<TState>(
        TState state,
        int rowCount,
        TabularOutput output,
        string name,
        TensorPool pool,
        SpanAction<float, TState> computeMargins)
    {
        var tensor = Rent(pool, name, output, rowCount);
        try
        {
            var values = tensor.AsSpan<float>();
            if (!objective.IsClassNumber)
            {
                computeMargins(values, state);
                objective.Apply(values, outputCount, values);
                return tensor;
            }

            var length = checked(rowCount * outputCount);
            var margins = ArrayPool<float>.Shared.Rent(length);
            try
            {
                computeMargins(margins.AsSpan(0, length), state);
                objective.Apply(margins.AsSpan(0, length), outputCount, values);
            }
            finally
            {
                ArrayPool<float>.Shared.Return(margins);
            }

            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }
}
