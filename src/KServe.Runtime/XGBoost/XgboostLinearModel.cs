using KServe.Runtime.Tabular;

namespace KServe.Runtime.XGBoost;

/// <summary>Predicts with a linear booster, <c>gblinear</c>.</summary>
/// <remarks>A missing value adds nothing.</remarks>
internal sealed class XgboostLinearModel : XgboostModel
{
    private readonly float[] _weights;
    private readonly float[] _bases;

    /// <summary>Makes a model.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="objective">What is done to margins.</param>
    /// <param name="weights">One per feature and output, feature after feature, and then one bias per output.</param>
    /// <param name="bases">What each output starts from.</param>
    public XgboostLinearModel(
        BoosterColumns columns, BoosterObjective objective, ReadOnlySpan<float> weights, double[] bases)
        : base(columns, objective, bases.Length)
    {
        _weights = weights.ToArray();
        _bases = Array.ConvertAll(bases, static value => (float)value);
        Outputs =
        [
            Describe(Predict, isPrediction: true),
            Describe(Margin, isPrediction: false),
            DescribeBlock(Contributions, (long)columns.Count + 1),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TabularOutput> Outputs { get; }

    /// <inheritdoc/>
    public override long SizeInBytes => (long)sizeof(float) * (_weights.Length + _bases.Length);

    /// <inheritdoc/>
    protected override InferTensor Compute(
        SingleRows rows,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (output.Name == Predict)
        {
            return Transform(
                (model: this, rows),
                rows.RowCount,
                output,
                name,
                pool,
                static (margins, state) => state.model.ComputeMargins(state.rows, margins));
        }

        var tensor = Rent(pool, name, output, rows.RowCount);
        if (output.Name == Margin)
        {
            ComputeMargins(rows, tensor.AsSpan<float>());
        }
        else
        {
            ComputeContributions(rows, tensor.AsSpan<float>());
        }

        return tensor;
    }

    private ReadOnlySpan<float> Biases => _weights.AsSpan(ColumnCount * OutputCount);

    private void ComputeMargins(SingleRows rows, Span<float> margins)
    {
        for (var row = 0; row < rows.RowCount; row++)
        {
            var features = rows.Values.Slice(row * ColumnCount, ColumnCount);
            for (var o = 0; o < OutputCount; o++)
            {
                var margin = Biases[o] + _bases[o];
                for (var f = 0; f < features.Length; f++)
                {
                    if (!float.IsNaN(features[f]))
                    {
                        margin += features[f] * _weights[f * OutputCount + o];
                    }
                }

                margins[row * OutputCount + o] = margin;
            }
        }
    }

    private void ComputeContributions(SingleRows rows, Span<float> values)
    {
        var at = 0;
        for (var row = 0; row < rows.RowCount; row++)
        {
            var features = rows.Values.Slice(row * ColumnCount, ColumnCount);
            for (var o = 0; o < OutputCount; o++)
            {
                for (var f = 0; f < features.Length; f++)
                {
                    values[at++] = float.IsNaN(features[f]) ? 0 : features[f] * _weights[f * OutputCount + o];
                }

                values[at++] = Biases[o] + _bases[o];
            }
        }
    }
}
