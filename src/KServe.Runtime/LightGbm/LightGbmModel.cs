using System.Numerics.Tensors;
using KServe.Kernels.Trees;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.LightGbm;

/// <summary>Predicts with the trees of a LightGBM model.</summary>
internal sealed class LightGbmModel : TabularModel
{
    private const string Predict = "predict";
    private const string Raw = "raw";
    private const string Leaves = "pred_leaf";
    private const string Contributions = "pred_contribs";
    private const string PredictRange = "predict_range";
    private const string PredictBest = "predict_best";
    private const string RawSuffix = "_raw";

    private readonly LightGbmColumns _columns;
    private readonly LightGbmObjective _objective;
    private readonly TreeEnsemble _ensemble;
    private readonly bool _isAverage;
    private readonly TreeEnsemble? _range;
    private readonly TreeEnsemble? _best;

    /// <summary>Makes a model.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="objective">What is done to raw scores.</param>
    /// <param name="ensemble">All trees, round after round.</param>
    /// <param name="isAverage">Whether predictions are the mean over rounds.</param>
    /// <param name="hasContributions">Whether contributions can be computed.</param>
    /// <param name="options">Rounds to give as further outputs.</param>
    public LightGbmModel(
        LightGbmColumns columns,
        LightGbmObjective objective,
        TreeEnsemble ensemble,
        bool isAverage,
        bool hasContributions,
        LightGbmOptions options)
    {
        _columns = columns;
        _objective = objective;
        _ensemble = ensemble;
        _isAverage = isAverage;
        _range = options.RangeCount is { } count ? TakeRounds(options.RangeStart, count) : null;
        _best = options.BestIteration is { } best ? TakeRounds(0, best) : null;
        Outputs = [.. Describe(hasContributions)];
    }

    /// <inheritdoc/>
    public override string Platform => "lightgbm";

    /// <inheritdoc/>
    public override int ColumnCount => _columns.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? ColumnNames => _columns.Names;

    /// <inheritdoc/>
    public override IReadOnlyList<TabularOutput> Outputs { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultOutputs { get; } = [Predict];

    /// <inheritdoc/>
    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) ? _ensemble : base.GetService(serviceType);

    /// <inheritdoc/>
    public override InferTensor Compute(
        Table table,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        using var rows = DoubleRows.From(table, _columns);
        Span<long> shape = stackalloc long[output.Shape.Rank];
        output.Shape.Dimensions.CopyTo(shape);
        shape[0] = rows.RowCount;
        var tensor = InferTensor.Rent(pool, name, output.DataType, TensorShape.Create(shape));
        try
        {
            Fill(tensor, rows, output.Name, cancellationToken);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private IEnumerable<TabularOutput> Describe(bool hasContributions)
    {
        TensorShape scores = _ensemble.OutputCount == 1 ? [-1] : [-1, _ensemble.OutputCount];
        yield return new TabularOutput(Predict, TensorDataType.FP64, scores);
        yield return new TabularOutput(Raw, TensorDataType.FP64, scores);
        yield return new TabularOutput(
            Leaves, TensorDataType.INT32, _ensemble.TreeCount == 1 ? [-1] : [-1, _ensemble.TreeCount]);
        if (hasContributions)
        {
            yield return new TabularOutput(
                Contributions, TensorDataType.FP64, [-1, _ensemble.OutputCount * (_columns.Count + 1L)]);
        }

        if (_range is not null)
        {
            yield return new TabularOutput(PredictRange, TensorDataType.FP64, scores);
            yield return new TabularOutput(PredictRange + RawSuffix, TensorDataType.FP64, scores);
        }

        if (_best is not null)
        {
            yield return new TabularOutput(PredictBest, TensorDataType.FP64, scores);
            yield return new TabularOutput(PredictBest + RawSuffix, TensorDataType.FP64, scores);
        }
    }

    /// <summary>Takes rounds as the library does: what lies beyond the trees is cut off.</summary>
    private TreeEnsemble TakeRounds(int start, int count)
    {
        var rounds = _ensemble.TreeCount / _ensemble.OutputCount;
        start = Math.Clamp(start, 0, rounds);
        var end = count > 0 ? start + Math.Min(count, rounds - start) : rounds;
        return _ensemble.WithTrees((start * _ensemble.OutputCount)..(end * _ensemble.OutputCount));
    }

    private void Fill(InferTensor tensor, DoubleRows rows, string output, CancellationToken cancellationToken)
    {
        switch (output)
        {
            case Leaves:
                _ensemble.PredictLeaves(rows.Values, rows.RowCount, tensor.AsSpan<int>(), cancellationToken);
                break;
            case Contributions:
                TreeShap.Values(_ensemble, rows.Values, rows.RowCount, tensor.AsSpan<double>(), cancellationToken);
                break;
            case Predict or Raw:
                Score(_ensemble, rows, tensor.AsSpan<double>(), output == Predict, cancellationToken);
                break;
            case PredictRange or PredictRange + RawSuffix:
                Score(_range!, rows, tensor.AsSpan<double>(), output == PredictRange, cancellationToken);
                break;
            case PredictBest or PredictBest + RawSuffix:
                Score(_best!, rows, tensor.AsSpan<double>(), output == PredictBest, cancellationToken);
                break;
            default:
                throw InferenceException.InvalidArgument($"the model has no output '{output}'");
        }
    }

    private void Score(
        TreeEnsemble ensemble,
        DoubleRows rows,
        Span<double> scores,
        bool isPrediction,
        CancellationToken cancellationToken)
    {
        ensemble.Predict(rows.Values, rows.RowCount, scores, cancellationToken);
        if (!isPrediction)
        {
            return;
        }

        // the library averages predictions only: raw scores and contributions of a random forest are sums
        if (_isAverage && ensemble.TreeCount > 0)
        {
            TensorPrimitives.Divide(scores, ensemble.TreeCount / ensemble.OutputCount, scores);
        }

        _objective.Apply(scores, ensemble.OutputCount);
    }
}
