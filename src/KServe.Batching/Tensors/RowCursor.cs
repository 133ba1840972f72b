using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KServe.Batching;

/// <summary>Walks over the rows of a tensor and views some of them as tensors of their own, without a copy.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RowCursor
{
    private readonly InferTensor _tensor;
    private readonly int _elementsPerRow;
    private readonly int _rowBytes;
    private TensorShape _shape;
    private int _shapeRows;
    private int _offset;
    private int _row;

    /// <summary>Starts at the first row.</summary>
    /// <param name="tensor">A tensor of at least one dimension; it must outlive all views.</param>
    public RowCursor(InferTensor tensor)
    {
        _tensor = tensor;
        _elementsPerRow = tensor.Shape[0] == 0 ? 0 : (int)(tensor.Shape.GetElementCount() / tensor.Shape[0]);
        _rowBytes = _elementsPerRow * tensor.DataType.GetElementSize();
        _shapeRows = -1;
    }

    public readonly InferTensor Tensor => _tensor;

    public void Skip(int rows)
    {
        _offset += Measure(rows);
        _row += rows;
    }

    /// <summary>Views the next rows.</summary>
    public InferTensor Next(int rows)
    {
        var length = Measure(rows);
        var view = InferTensor.FromMemory(
            _tensor.Name, _tensor.DataType, GetShape(rows), _tensor.Data.Slice(_offset, length));
        if (!_tensor.MissingElements.IsEmpty)
        {
            view.MissingElements = GetMissing(rows);
        }

        _offset += length;
        _row += rows;
        return view;
    }

    private readonly int Measure(int rows)
    {
        if (_tensor.DataType != TensorDataType.BYTES)
        {
            return rows * _rowBytes;
        }

        var data = _tensor.Data.Span[_offset..];
        var length = 0;
        for (var i = rows * _elementsPerRow; i > 0; i--)
        {
            length += sizeof(uint) + (int)BinaryPrimitives.ReadUInt32LittleEndian(data[length..]);
        }

        return length;
    }

    // Most requests have as many rows as the one before: the shape is shared.
    private TensorShape GetShape(int rows)
    {
        if (_shapeRows != rows)
        {
            _shape = [rows, .. _tensor.Shape.Dimensions[1..]];
            _shapeRows = rows;
        }

        return _shape;
    }

    private readonly int[] GetMissing(int rows)
    {
        List<int> missing = [];
        var first = _row * _elementsPerRow;
        foreach (var position in _tensor.MissingElements.Span)
        {
            if (position >= first && position < first + (rows * _elementsPerRow))
            {
                missing.Add(position - first);
            }
        }

        return [.. missing];
    }
}
