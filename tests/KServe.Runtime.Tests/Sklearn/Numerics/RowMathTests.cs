using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Tests.Sklearn.Numerics;

public sealed class RowMathTests
{
    [Theory]
    [InlineData(0, 1.0, 1.0, 0.5)]
    [InlineData(2, 1.0, 2.0, 3.0)]
    [InlineData(1, 5.0, double.NaN, 9.0)]
    [InlineData(0, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity)]
    public void ArgMax_Row_IsTheFirstLargestAndNaNWins(int expected, params double[] row) =>
        Assert.Equal(expected, RowMath.ArgMax(row));

    [Fact]
    public void Softmax_HugeScores_StaysFinite()
    {
        double[] row = [1000, 1001, -1e9];
        RowMath.Softmax(row);
        Assert.Equal(1 / (1 + Math.E), row[0], 1e-15);
        Assert.Equal(0, row[2]);
        Assert.Equal(1, row.Sum(), 1e-15);
    }

    [Fact]
    public void LogSumExp_Row_NeitherOverflowsNorVanishes()
    {
        Assert.Equal(1000 + Math.Log(2), RowMath.LogSumExp([1000, 1000]), 1e-12);
        Assert.Equal(-1000 + Math.Log(2), RowMath.LogSumExp([-1000, -1000]), 1e-12);
        Assert.Equal(double.NegativeInfinity, RowMath.LogSumExp([double.NegativeInfinity]));
    }

    [Fact]
    public void Sigmoid_AnyScore_StaysWithinZeroAndOne()
    {
        Assert.Equal(0.5, RowMath.Sigmoid(0));
        Assert.Equal(1, RowMath.Sigmoid(800));
        Assert.Equal(0, RowMath.Sigmoid(-800));
    }

    [Fact]
    public void Pair_SecondProbabilities_AddUpToOne() =>
        Assert.Equal([0.75, 0.25, 0, 1], RowMath.Pair([0.25, 1]).Values);

    [Fact]
    public void Log_Zero_IsMinusInfinity() =>
        Assert.Equal([double.NegativeInfinity, 0], RowMath.Log(new Matrix([0, 1], 1, 2)).Values);
}
