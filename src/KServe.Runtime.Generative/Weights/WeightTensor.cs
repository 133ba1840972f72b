using System.Collections.Immutable;
using System.Runtime.InteropServices;
using KServe.Kernels.Linear;
using KServe.Kernels.Quantization;

namespace KServe.Runtime.Generative.Weights;

/// <summary>A tensor of a weight file, as rows of its last dimension.</summary>
/// <remarks>Safe for concurrent reads while the store is open. A vector is one row.</remarks>
internal sealed class WeightTensor : IWeightRows
{
    private readonly WeightSource _source;
    private readonly long _offset;
    private readonly int _rowBytes;
    private readonly RowOrder _order;

    /// <summary>Initializes a tensor whose place and sizes were checked.</summary>
    /// <param name="name">The name.</param>
    /// <param name="source">The bytes.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="format">How the numbers are stored.</param>
    /// <param name="shape">The sizes, outermost first; their product over all but the last fits 32 bits.</param>
    /// <param name="order">Where the rows stand.</param>
    internal WeightTensor(
        string name,
        WeightSource source,
        long offset,
        WeightFormat format,
        ImmutableArray<int> shape,
        RowOrder order = default)
    {
        Name = name;
        Format = format;
        Shape = shape;
        Columns = shape is [.., var last] ? last : 1;
        Rows = 1;
        for (var i = 0; i < shape.Length - 1; i++)
        {
            Rows = checked(Rows * shape[i]);
        }

        _source = source;
        _offset = offset;
        _rowBytes = checked((int)WeightCodec.GetByteCount(format, Columns));
        _order = order;
    }

    /// <summary>Gets the name, as Hugging Face calls it.</summary>
    public string Name { get; }

    /// <summary>Gets the sizes, outermost first; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <inheritdoc/>
    public WeightFormat Format { get; }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>Gets the bytes of all rows.</summary>
    public long SizeInBytes => (long)Rows * _rowBytes;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> GetRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return _source.GetSpan(_offset + ((long)_order.Find(row) * _rowBytes), _rowBytes);
    }

    /// <inheritdoc/>
    public void ReadRow(int row, Span<float> destination) =>
        WeightCodec.Decode(Format, GetRow(row), destination[..Columns]);

    /// <summary>Reads all numbers, row by row.</summary>
    /// <returns>The numbers.</returns>
    /// <exception cref="InferenceException">There are more than an array holds.</exception>
    public float[] ToArray()
    {
        var count = (long)Rows * Columns;
        if (count > Array.MaxLength)
        {
            throw Error("is too large to be read at once");
        }

        var numbers = new float[count];
        for (var row = 0; row < Rows; row++)
        {
            ReadRow(row, numbers.AsSpan(row * Columns, Columns));
        }

        return numbers;
    }

    /// <summary>Gets some of the rows as a matrix of their own, over the same bytes.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="InferenceException">The tensor has not so many rows.</exception>
    public WeightTensor SliceRows(int start, int count)
    {
        if (start < 0 || count < 0 || (long)start + count > Rows)
        {
            throw Error($"must have {(long)start + count} rows or more");
        }

        if (start % _order.BlockSize != 0 || count % _order.BlockSize != 0)
        {
            throw Error("can only be cut between heads");
        }

        return new WeightTensor(
            Name,
            _source,
            _offset + ((long)start * _rowBytes),
            Format,
            [count, Columns],
            _order);
    }

    /// <summary>Copies a matrix with rows and columns exchanged, as for files that store [inputs, outputs].</summary>
    /// <returns>The matrix, in F32 and in memory of its own.</returns>
    /// <exception cref="InferenceException">It is larger than an array holds.</exception>
    public WeightTensor Transpose()
    {
        if ((long)Rows * Columns * sizeof(float) > Array.MaxLength)
        {
            throw Error("is too large to be transposed");
        }

        var content = new byte[Rows * Columns * sizeof(float)];
        var numbers = MemoryMarshal.Cast<byte, float>(content.AsSpan());
        var line = new float[Columns];
        for (var row = 0; row < Rows; row++)
        {
            ReadRow(row, line);
            for (var column = 0; column < line.Length; column++)
            {
                numbers[(column * Rows) + row] = line[column];
            }
        }

        return new WeightTensor(Name, new MemorySource(_source.Name, content), 0, WeightFormat.F32, [Columns, Rows]);
    }

    /// <summary>Checks the shape; a single row may be given with or without its outer dimension.</summary>
    /// <param name="expected">The sizes, outermost first.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="InferenceException">The shape is another one.</exception>
    public WeightTensor Require(params ReadOnlySpan<int> expected)
    {
        if (Significant(Shape.AsSpan()).SequenceEqual(Significant(expected)))
        {
            return this;
        }

        throw Error($"has the shape [{string.Join(", ", Shape)}], expected [{string.Join(", ", expected.ToArray())}]");
    }

    private static ReadOnlySpan<int> Significant(ReadOnlySpan<int> shape)
    {
        while (shape is [1, _, ..])
        {
            shape = shape[1..];
        }

        return shape;
    }

    private InferenceException Error(string reason) =>
        WeightErrors.Create(_source.Name, $"tensor {WeightErrors.Show(Name)} {reason}");
}
