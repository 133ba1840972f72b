using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Tests;

namespace KServe.Kernels.Tests.Linear;

/// <summary>Holds outputs to the bit on every processor, by their hash.</summary>
[Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
public sealed class WeightMatrixBitsTests
{
    [Theory]
    [InlineData(WeightPrecision.None, "F48A6515438757B5")]
    [InlineData(WeightPrecision.Q8, "C6587DF8EC8134B4")]
    [InlineData(WeightPrecision.Q4, "DC45692C1225894C")]
    public void Multiply_FixedNumbers_GivesTheSameBitsOnEveryProcessor(WeightPrecision precision, string expected)
    {
        const int rows = 77, columns = 300, tokens = 13;
        var random = new Random(41);
        using var pool = new ComputePool(2);
        using var matrix = WeightMatrix.Create(
            StoredRows.FromNumbers(rows, columns, Uniform(random, rows * columns)), precision, pool);
        var output = new float[tokens * rows];

        matrix.Multiply(Uniform(random, tokens * columns), tokens, output, pool);

        Assert.Equal(expected, Convert.ToHexString(SHA256.HashData(
            MemoryMarshal.AsBytes(output.AsSpan())))[..16]);
    }

    // Of whole numbers, so that no function of the platform's takes part.
    private static float[] Uniform(Random random, int count)
    {
        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan())
        {
            number = random.Next(-1_000_000, 1_000_001) / 1_000_003f;
        }

        return numbers;
    }
}
