using System.Buffers;
using KServe.Kernels.Trees;
using KServe.Runtime.Onnx.Graph;
using KServe.Runtime.Onnx.Scores;
using KServe.Runtime.Onnx.Trees;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Onnx;

/// <summary>Predicts with an ONNX graph that is one tree ensemble.</summary>
internal sealed class OnnxTreeModel : TabularModel
{
    private readonly OnnxFlow _flow;
    private readonly OnnxEnsemble _ensemble;
    private readonly OnnxSetColumns _columns;
    private readonly OnnxLabels _labels;
    private readonly int _featureCount;

    public OnnxTreeModel(
        OnnxFlow flow, OnnxEnsemble ensemble, OnnxSetColumns columns, OnnxLabels labels, int featureCount)
    {
        _flow = flow;
        _ensemble = ensemble;
        _columns = columns;
        _labels = labels;
        _featureCount = featureCount;
        var outputs = new List<TabularOutput>();
        foreach (var (name, stream) in flow.Outputs)
        {
            outputs.Add(new TabularOutput(
                name, stream.Type, stream.IsLabel ? [-1] : [-1, ensemble.TargetCount]));
        }

        Outputs = outputs;
        DefaultOutputs = [.. outputs.ConvertAll(static output => output.Name)];
    }

    /// <inheritdoc/>
    public override string Platform => "onnx";

    /// <inheritdoc/>
    public override int ColumnCount => _flow.Input.LastDimension > 0 ? _featureCount : -1;

    /// <inheritdoc/>
    public override IReadOnlyList<TabularOutput> Outputs { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultOutputs { get; }

    /// <inheritdoc/>
    public override long SizeInBytes => _ensemble.Engine.SizeInBytes;

    /// <inheritdoc/>
    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) && _columns.Count == 0 ? _ensemble.Engine : base.GetService(serviceType);

    /// <inheritdoc/>
    public override InferTensor Compute(
        Table table,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        if (table.ColumnCount < _featureCount || (ColumnCount > 0 && table.ColumnCount != ColumnCount))
        {
            throw InferenceException.InvalidArgument(
                $"input '{_flow.Input.Name}' has {table.ColumnCount} columns, {_featureCount} were expected");
        }

        var width = _featureCount + _columns.Count;
        var rows = ArrayPool<double>.Shared.Rent(checked(table.RowCount * width));
        var scores = ArrayPool<double>.Shared.Rent(checked(table.RowCount * _ensemble.TargetCount));
        var labels = _ensemble.HasLabel ? ArrayPool<long>.Shared.Rent(table.RowCount) : [];
        try
        {
            OnnxRows.Copy(table, rows.AsSpan(0, table.RowCount * width), width, _featureCount, _columns);
            var someScores = scores.AsSpan(0, table.RowCount * _ensemble.TargetCount);
            var someLabels = labels.AsSpan(0, _ensemble.HasLabel ? table.RowCount : 0);
            _ensemble.Compute(
                rows.AsSpan(0, table.RowCount * width), table.RowCount, someScores, someLabels, cancellationToken);
            var stream = _flow.Outputs.Find(candidate => candidate.Name == output.Name).Stream;
            return stream.IsLabel
                ? WriteLabels(someLabels, stream.Type, name, pool)
                : WriteScores(someScores, table.RowCount, stream, name, pool);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rows);
            ArrayPool<double>.Shared.Return(scores);
            if (_ensemble.HasLabel)
            {
                ArrayPool<long>.Shared.Return(labels);
            }
        }
    }

    private InferTensor WriteLabels(ReadOnlySpan<long> labels, TensorDataType type, string name, TensorPool pool)
    {
        if (type == TensorDataType.BYTES)
        {
            var texts = new string[labels.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = _labels.Texts[(int)labels[i]];
            }

            return BytesTensor.Rent(pool, name, [labels.Length], texts);
        }

        var tensor = InferTensor.Rent(pool, name, type, [labels.Length]);
        OnnxCast.Write(labels, tensor);
        return tensor;
    }

    private InferTensor WriteScores(Span<double> scores, int rowCount, OnnxStream stream, string name, TensorPool pool)
    {
        foreach (var norm in stream.Norms)
        {
            OnnxNormalizer.Apply(norm, scores, _ensemble.TargetCount);
        }

        var tensor = InferTensor.Rent(pool, name, stream.Type, [rowCount, _ensemble.TargetCount]);
        OnnxCast.Write<double>(scores, tensor);
        return tensor;
    }
}
