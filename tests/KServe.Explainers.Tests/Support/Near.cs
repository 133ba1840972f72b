namespace KServe.Explainers.Tests.Support;

/// <summary>Compares numbers within a tolerance.</summary>
internal static class Near
{
    public static void Equal(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"[{i}]: {expected[i]} was expected, got {actual[i]}");
        }
    }
}
