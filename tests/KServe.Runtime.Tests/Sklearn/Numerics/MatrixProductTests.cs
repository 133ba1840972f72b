using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Tests.Sklearn.Numerics;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(7, 17, 9)]
    [InlineData(300, 33, 5)]
    [InlineData(11, 6, 37)]
    public void MultiplyTransposed_DenseAndSparse_EqualsTheDefinition(int rowCount, int width, int outputCount)
    {
        var random = new Random(rowCount);
        var rows = MakeMatrix(random, rowCount, width);
        var weights = MakeMatrix(random, outputCount, width);
        double[] offsets = [.. Enumerable.Range(0, outputCount).Select(_ => random.NextDouble())];
        var expected = new Matrix(rowCount, outputCount);
        for (var i = 0; i < rowCount; i++)
        {
            for (var k = 0; k < outputCount; k++)
            {
                expected.GetRow(i)[k] = offsets[k]
                    + Enumerable.Range(0, width).Sum(j => rows[i, j] * weights[k, j]);
            }
        }

        var dense = MatrixProduct.MultiplyTransposed(rows, weights, offsets, CancellationToken.None);
        var sparse = MatrixProduct.MultiplyTransposed(MakeFull(rows), weights, offsets, CancellationToken.None);
        var transposed = MatrixProduct.Transpose(weights);
        var layer = LayerProduct.Multiply(rows, transposed, offsets, CancellationToken.None);
        var sparseLayer = LayerProduct.Multiply(MakeFull(rows), transposed, offsets, CancellationToken.None);
        for (var i = 0; i < expected.Values.Length; i++)
        {
            Assert.Equal(expected.Values[i], dense.Values[i], 1e-12);
            Assert.Equal(expected.Values[i], sparse.Values[i], 1e-12);
            Assert.Equal(expected.Values[i], layer.Values[i], 1e-12);
            Assert.Equal(expected.Values[i], sparseLayer.Values[i], 1e-12);
        }
    }

    [Fact]
    public void MultiplyTransposed_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(static () => MatrixProduct.MultiplyTransposed(
            new Matrix(1, 1), new Matrix(1, 1), [], new CancellationToken(canceled: true)));

    [Fact]
    public void Transpose_Matrix_SwapsRowsAndColumns()
    {
        var result = MatrixProduct.Transpose(new Matrix([1, 2, 3, 4, 5, 6], 2, 3));
        Assert.Equal([1, 4, 2, 5, 3, 6], result.Values);
        Assert.Equal(3, result.RowCount);
    }

    private static Matrix MakeMatrix(Random random, int rowCount, int columnCount)
    {
        var result = new Matrix(rowCount, columnCount);
        foreach (ref var value in result.Values.AsSpan())
        {
            value = random.NextDouble() - 0.5;
        }

        return result;
    }

    private static SparseMatrix MakeFull(Matrix dense) => new(
        [.. Enumerable.Range(0, dense.RowCount + 1).Select(row => row * dense.ColumnCount)],
        [.. Enumerable.Range(0, dense.Values.Length).Select(at => at % dense.ColumnCount)],
        dense.Values,
        dense.ColumnCount);
}
