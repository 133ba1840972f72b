using KServe.Kernels.Trees;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.XGBoost;

/// <summary>Predicts with a booster of trees, <c>gbtree</c> or <c>dart</c>.</summary>
internal sealed class XgboostTreeModel : XgboostModel
{
    private const string Leaves = "pred_leaf";
    private const string Interactions = "pred_interactions";
    private const string PredictBest = "predict_best";
    private const string MarginBest = "predict_best_margin";

    private readonly TreeEnsemble _ensemble;
    private readonly TreeEnsemble? _best;

    /// <summary>Makes a model.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="objective">What is done to margins.</param>
    /// <param name="ensemble">All trees.</param>
    /// <param name="bestTrees">The number of trees up to the best round, if one is noted.</param>
    /// <param name="hasCovers">Whether contributions can be computed.</param>
    public XgboostTreeModel(
        BoosterColumns columns, BoosterObjective objective, TreeEnsemble ensemble, int? bestTrees, bool hasCovers)
        : base(columns, objective, ensemble.OutputCount)
    {
        _ensemble = ensemble;
        _best = bestTrees is { } count ? ensemble.WithTrees(..count) : null;
        List<TabularOutput> outputs =
        [
            Describe(Predict, isPrediction: true),
            Describe(Margin, isPrediction: false),
            new(Leaves, TensorDataType.INT32, ensemble.TreeCount == 1 ? [-1] : [-1, ensemble.TreeCount]),
        ];
        if (hasCovers)
        {
            var width = (long)columns.Count + 1;
            outputs.Add(DescribeBlock(Contributions, width));
            outputs.Add(DescribeBlock(Interactions, width, width));
        }

        if (_best is not null)
        {
            outputs.Add(Describe(PredictBest, isPrediction: true));
            outputs.Add(Describe(MarginBest, isPrediction: false));
        }

        Outputs = outputs;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TabularOutput> Outputs { get; }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) ? _ensemble : base.GetService(serviceType);

    /// <inheritdoc/>
    protected override InferTensor Compute(
        SingleRows rows,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        switch (output.Name)
        {
            case Predict:
                return PredictWith(_ensemble, rows, output, name, pool, cancellationToken);
            case PredictBest:
                return PredictWith(_best!, rows, output, name, pool, cancellationToken);
        }

        var tensor = Rent(pool, name, output, rows.RowCount);
        try
        {
            switch (output.Name)
            {
                case Margin:
                    _ensemble.Predict(rows.Values, rows.RowCount, tensor.AsSpan<float>(), cancellationToken);
                    break;
                case MarginBest:
                    _best!.Predict(rows.Values, rows.RowCount, tensor.AsSpan<float>(), cancellationToken);
                    break;
                case Leaves:
                    _ensemble.PredictLeaves(rows.Values, rows.RowCount, tensor.AsSpan<int>(), cancellationToken);
                    break;
                case Contributions:
                    Explain(TreeShap.Values, rows, tensor, cancellationToken);
                    break;
                case Interactions:
                    Explain(TreeShap.Interactions, rows, tensor, cancellationToken);
                    break;
                default:
                    throw InferenceException.InvalidArgument($"the model has no output '{output.Name}'");
            }

            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private void Explain(
        ShapBlocks.Method method, SingleRows rows, InferTensor tensor, CancellationToken cancellationToken) =>
        ShapBlocks.Compute(
            method, _ensemble, rows.Values, rows.RowCount, tensor.AsSpan<float>(), cancellationToken);

    private InferTensor PredictWith(
        TreeEnsemble ensemble,
        SingleRows rows,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken) => Transform(
            (ensemble, rows, cancellationToken),
            rows.RowCount,
            output,
            name,
            pool,
            static (margins, state) =>
                state.ensemble.Predict(state.rows.Values, state.rows.RowCount, margins, state.cancellationToken));
}
