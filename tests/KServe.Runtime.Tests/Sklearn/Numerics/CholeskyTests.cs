using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Tests.Sklearn.Numerics;

public sealed class CholeskyTests
{
    // L = [[2, 0, 0], [1, 3, 0], [-1, 0.5, 4]]
    private static readonly Matrix Sample = new([4, 2, -2, 2, 10, 0.5, -2, 0.5, 17.25], 3, 3);

    [Fact]
    public void Factor_PositiveDefiniteMatrix_HasTheLogDeterminant() =>
        Assert.Equal(2 * Math.Log(2 * 3 * 4), Cholesky.Factor(Sample).LogDeterminant, 1e-13);

    [Fact]
    public void Solve_RightSide_GivesTheSolution()
    {
        // Sample times (1, -2, 3)
        double[] values = [4 - 4 - 6, 2 - 20 + 1.5, -2 - 1 + 51.75];
        Cholesky.Factor(Sample).Solve(values);
        Assert.Equal([1, -2, 3], values.Select(static value => Math.Round(value, 12)));
    }

    [Fact]
    public void SolveHalf_RightSide_SolvesTheFactorAlone()
    {
        // L times (1, -2, 3)
        double[] values = [2, 1 - 6, -1 - 1 + 12];
        Cholesky.Factor(Sample).SolveHalf(values);
        Assert.Equal([1, -2, 3], values.Select(static value => Math.Round(value, 12)));
    }

    [Fact]
    public void Factor_IndefiniteMatrix_Throws() =>
        Assert.Throws<InvalidDataException>(static () => Cholesky.Factor(new Matrix([1, 2, 2, 1], 2, 2)));
}
