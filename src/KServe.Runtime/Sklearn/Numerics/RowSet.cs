using System.Buffers;
using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>Stored rows, dense or sparse, that a new row is compared with.</summary>
internal sealed class RowSet
{
    private readonly Matrix? _dense;
    private readonly SparseMatrix? _sparse;

    public RowSet(Matrix dense)
    {
        _dense = dense;
        RowCount = dense.RowCount;
        ColumnCount = dense.ColumnCount;
    }

    public RowSet(SparseMatrix sparse)
    {
        _sparse = sparse;
        RowCount = sparse.RowCount;
        ColumnCount = sparse.ColumnCount;
    }

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <summary>Reads a dense or sparse matrix.</summary>
    /// <exception cref="InvalidDataException">The attribute is neither.</exception>
    public static RowSet Read(SklearnObject source, string name) =>
        CsrReader.Read(source.Value(name)) is { } sparse ? new RowSet(sparse) : new RowSet(source.Matrix(name));

    /// <summary>Gets the number of numbers that <see cref="GetQuery"/> needs room for.</summary>
    public static int GetScratchSize(Features features) => features.Sparse is null ? 0 : features.ColumnCount;

    /// <summary>Gets one row of a request as a span, a sparse one written into zeroed scratch memory.</summary>
    public static ReadOnlySpan<double> GetQuery(Features features, int row, Span<double> scratch)
    {
        if (features.Sparse is not { } sparse)
        {
            return features.ToDense().GetRow(row);
        }

        scratch.Clear();
        for (var i = sparse.Starts[row]; i < sparse.Starts[row + 1]; i++)
        {
            scratch[sparse.Columns[i]] += sparse.Values[i];
        }

        return scratch;
    }

    /// <summary>Computes the kernel of a row with each stored row.</summary>
    public void ComputeKernel(KernelFunction kernel, ReadOnlySpan<double> row, Span<double> result)
    {
        if (kernel.UsesDistance)
        {
            ComputeSquaredDistances(row, result);
        }
        else
        {
            ComputeProducts(row, result);
        }

        kernel.Apply(result);
    }

    /// <summary>Computes the kernel of every row of a request with each stored row.</summary>
    public Matrix ComputeKernel(KernelFunction kernel, Features features, CancellationToken cancellationToken)
    {
        var result = new Matrix(features.RowCount, RowCount);
        var scratch = ArrayPool<double>.Shared.Rent(GetScratchSize(features));
        var query = scratch.AsSpan(0, GetScratchSize(features));
        for (var row = 0; row < features.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ComputeKernel(kernel, GetQuery(features, row, query), result.GetRow(row));
        }

        ArrayPool<double>.Shared.Return(scratch);
        return result;
    }

    /// <summary>Computes the products of a row with each stored row.</summary>
    public void ComputeProducts(ReadOnlySpan<double> row, Span<double> result)
    {
        if (_dense is not null)
        {
            MatrixProduct.MultiplyTransposed(row, _dense, [], result);
            return;
        }

        for (var i = 0; i < result.Length; i++)
        {
            var sum = 0.0;
            for (var e = _sparse!.Starts[i]; e < _sparse.Starts[i + 1]; e++)
            {
                sum += _sparse.Values[e] * row[_sparse.Columns[e]];
            }

            result[i] = sum;
        }
    }

    /// <summary>Computes the squared Euclidean distances of a row to each stored row.</summary>
    public void ComputeSquaredDistances(ReadOnlySpan<double> row, Span<double> result)
    {
        if (_dense is not null)
        {
            for (var i = 0; i < result.Length; i++)
            {
                var distance = TensorPrimitives.Distance(row, _dense.GetRow(i));
                result[i] = distance * distance;
            }

            return;
        }

        var norm = TensorPrimitives.SumOfSquares(row);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Math.Max(GetSparseSquaredDistance(i, row, norm), 0);
        }
    }

    private double GetSparseSquaredDistance(int index, ReadOnlySpan<double> row, double norm)
    {
        // Where the stored row is 0 only the query's squares count: all of them, less those at its entries.
        var sum = 0.0;
        var covered = 0.0;
        for (var e = _sparse!.Starts[index]; e < _sparse.Starts[index + 1]; e++)
        {
            var value = row[_sparse.Columns[e]];
            var difference = value - _sparse.Values[e];
            sum += difference * difference;
            covered += value * value;
        }

        return sum + (norm - covered);
    }
}
