using KServe.Explainers.Tests.Support;

namespace KServe.Explainers.Tests.Numerics;

public sealed class LinearSolverTests
{
    [Fact]
    public void Solve_PositiveMatrix_SolvesEachSide()
    {
        double[] right = [8, 10, 1, 0];
        LinearSolver.Solve([4, 0, 2, 3], 2, right);
        Near.Equal([0.5, 3, 0.375, -0.25], right, 1e-12);
    }

    [Fact]
    public void Solve_DependentColumns_GivesNearlyTheSmallest()
    {
        double[] right = [2, 2];
        LinearSolver.Solve([1, 1, 1, 1], 2, right);
        Near.Equal([1, 1], right, 1e-6);
    }

    [Fact]
    public void Solve_NothingKnown_GivesZero()
    {
        double[] right = [2, 2];
        LinearSolver.Solve([0, 0, 0, 0], 2, right);
        Near.Equal([0, 0], right, 0);
    }
}
