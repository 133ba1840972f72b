using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.NeuralNetwork;

/// <summary>The layers of a multi-layer perceptron.</summary>
internal sealed class Perceptrons
{
    // Rows that go through all layers together, so that a batch needs little memory between them.
    private const int BlockSize = 512;

    // Weights are [inputs, outputs].
    private readonly (Matrix Weights, double[] Offsets)[] _layers;
    private readonly ActivationKind _hidden;

    private Perceptrons((Matrix Weights, double[] Offsets)[] layers, ActivationKind hidden, ActivationKind output)
    {
        _layers = layers;
        _hidden = hidden;
        Output = output;
    }

    public int FeatureCount => _layers[0].Weights.RowCount;

    public int OutputCount => _layers[^1].Weights.ColumnCount;

    public ActivationKind Output { get; }

    /// <summary>Reads <c>coefs_</c>, <c>intercepts_</c> and the activations.</summary>
    /// <exception cref="InvalidDataException">A layer does not fit the one before.</exception>
    public static Perceptrons Read(SklearnObject source)
    {
        var weights = source.List("coefs_");
        var offsets = source.List("intercepts_");
        if (weights.Count == 0 || weights.Count != offsets.Count)
        {
            throw source.Unexpected("intercepts_", $"one array for each of {weights.Count} layers");
        }

        var layers = new (Matrix Weights, double[] Offsets)[weights.Count];
        for (var i = 0; i < layers.Length; i++)
        {
            var table = weights[i] is NumpyArray { IsNumeric: true } array
                && array.Shape is [> 0 and var inputs, > 0 and var outputs]
                && (i == 0 || inputs == layers[i - 1].Weights.ColumnCount)
                ? new Matrix(array.ToDoubles(), inputs, outputs)
                : throw source.Unexpected("coefs_", $"weights of layer {i} that fit the layer before");
            layers[i] = (table, ReadOffsets(source, offsets[i], table.ColumnCount));
        }

        return new Perceptrons(
            layers, Activation.Read(source, "activation"), Activation.Read(source, "out_activation_"));
    }

    /// <summary>Computes the outputs of all rows; the rows have been checked.</summary>
    public Matrix Compute(Features features, CancellationToken cancellationToken)
    {
        if (features.Sparse is not null)
        {
            return Finish(ComputeLayer(features, 0, cancellationToken), cancellationToken);
        }

        var rows = features.ToDense();
        var result = new Matrix(rows.RowCount, OutputCount);
        for (var start = 0; start < rows.RowCount; start += BlockSize)
        {
            var count = Math.Min(BlockSize, rows.RowCount - start);
            var block = count == rows.RowCount
                ? rows
                : new Matrix(
                    rows.Values[(start * rows.ColumnCount)..((start + count) * rows.ColumnCount)],
                    count,
                    rows.ColumnCount);
            var outputs = Finish(ComputeLayer(new Features(block), 0, cancellationToken), cancellationToken);
            outputs.Values.CopyTo(result.Values.AsSpan(start * OutputCount));
        }

        return result;
    }

    private static double[] ReadOffsets(SklearnObject source, object? value, int count) =>
        value is NumpyArray { IsNumeric: true, Shape: [var length] } array && length == count
            ? array.ToDoubles()
            : throw source.Unexpected("intercepts_", $"{count} numbers");

    private Matrix Finish(Matrix layer, CancellationToken cancellationToken)
    {
        for (var i = 1; i < _layers.Length; i++)
        {
            layer = ComputeLayer(new Features(layer), i, cancellationToken);
        }

        return layer;
    }

    private Matrix ComputeLayer(Features inputs, int index, CancellationToken cancellationToken)
    {
        var (weights, offsets) = _layers[index];
        var result = inputs.Sparse is { } sparse
            ? LayerProduct.Multiply(sparse, weights, offsets, cancellationToken)
            : LayerProduct.Multiply(inputs.ToDense(), weights, offsets, cancellationToken);
        Activation.Apply(index == _layers.Length - 1 ? Output : _hidden, result);
        return result;
    }
}
