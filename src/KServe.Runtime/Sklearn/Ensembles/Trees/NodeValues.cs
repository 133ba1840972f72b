using System.Runtime.InteropServices;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>What the nodes of a tree say, [nodes, outputs, classes], read where it lies.</summary>
internal sealed class NodeValues
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly double[]? _copy;
    private readonly int _outputCount;
    private readonly int _stride;

    private NodeValues(ReadOnlyMemory<byte> data, double[]? copy, int outputCount, int stride)
    {
        _data = data;
        _copy = copy;
        _outputCount = outputCount;
        _stride = stride;
    }

    /// <summary>Reads the attribute <c>values</c>.</summary>
    /// <exception cref="InvalidDataException">It is of another shape.</exception>
    public static NodeValues Read(SklearnObject tree, int nodeCount, int outputCount, int stride)
    {
        var values = tree.Array("values");
        if (!values.IsNumeric || values.Shape is not [var nodes, var outputs, var classes]
            || nodes != nodeCount || outputs != outputCount || classes != stride)
        {
            throw tree.Unexpected("values", $"an array of [{nodeCount}, {outputCount}, {stride}] numbers");
        }

        var isPlain = values is
        {
            Type: { Kind: NumpyKind.Float, ItemSize: sizeof(double), IsBigEndian: false },
            IsFortranOrder: false,
        };
        return isPlain && BitConverter.IsLittleEndian
            ? new NodeValues(values.Data, copy: null, outputCount, stride)
            : new NodeValues(default, values.ToDoubles(), outputCount, stride);
    }

    /// <summary>Gets the values of one output of a node.</summary>
    public ReadOnlySpan<double> Get(int node, int output)
    {
        var all = _copy is null ? MemoryMarshal.Cast<byte, double>(_data.Span) : _copy;
        return all.Slice((node * _outputCount + output) * _stride, _stride);
    }
}
