using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Tests;

namespace KServe.Kernels.Tests.Linear;

[Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
public sealed class WeightMatrixQuantizedTests : IDisposable
{
    private readonly ComputePool _pool = new(2);

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(WeightFormat.Q8_0, WeightFormat.Q8_0)]
    [InlineData(WeightFormat.Q4_0, WeightFormat.Q4_0)]
    [InlineData(WeightFormat.Q4_1, WeightFormat.Q4_1)]
    [InlineData(WeightFormat.Q4_K, WeightFormat.Q4_1)]
    public void CopyRow_StoredBlocks_GivesTheirNumbers(WeightFormat stored, WeightFormat held)
    {
        var weights = StoredRows.Random(new Random(31), 45, 512, stored);
        using var matrix = WeightMatrix.Create(weights, WeightPrecision.Auto, _pool);
        var row = new float[512];

        Assert.Equal(held, matrix.Format);
        for (var i = 0; i < weights.Rows; i++)
        {
            matrix.CopyRow(i, row);
            for (var column = 0; column < row.Length; column++)
            {
                // Products of two 6-bit and one binary16 number are rounded to binary16; everything else is exact.
                var expected = weights.Numbers[(i * 512) + column];
                var allowed = stored == WeightFormat.Q4_K ? 63 * 0.25 / 1024 : Math.Abs(expected) * 1e-7;
                Assert.InRange(row[column], expected - allowed, expected + allowed);
            }
        }
    }

    [Theory]
    [InlineData(WeightFormat.Q8_0, WeightPrecision.Auto)]
    [InlineData(WeightFormat.Q4_0, WeightPrecision.Q8)]
    [InlineData(WeightFormat.Q4_1, WeightPrecision.Auto)]
    [InlineData(WeightFormat.Q4_K, WeightPrecision.Q4)]
    [InlineData(WeightFormat.F32, WeightPrecision.Q8)]
    [InlineData(WeightFormat.BF16, WeightPrecision.Q4)]
    public void Multiply_RandomShapes_EqualsQuantizedInDoublePrecision(WeightFormat stored, WeightPrecision precision)
    {
        var random = new Random(32);
        for (var round = 0; round < 20; round++)
        {
            var isFloat = stored is WeightFormat.F32 or WeightFormat.BF16;
            var columns = isFloat ? random.Next(1, 400) : random.Next(1, 4) * 256;
            var (rows, tokens) = (random.Next(1, 101), random.Next(1, 20));
            var weights = StoredRows.Random(random, rows, columns, stored);
            var input = RandomNumbers.Normal(random, tokens * columns);
            using var matrix = WeightMatrix.Create(weights, precision, _pool);
            var output = new float[tokens * rows];

            matrix.Multiply(input, tokens, output, _pool);

            var rounded = QuantizedInputs.Round(input, columns);
            Reference.AssertNear(Read(matrix), rounded, output, rows, columns, tokens, 3e-6);
        }
    }

    [Theory]
    // Normal numbers: a step is 4.2 / 255 or / 15 of the deviation, errors are even within one; twice for 8 bits.
    [InlineData(WeightPrecision.Q8, 0.008)]
    [InlineData(WeightPrecision.Q4, 0.085)]
    public void Multiply_QuantizedNumbers_ErrorsAreSmall(WeightPrecision precision, double allowed)
    {
        const int rows = 96, columns = 1024, tokens = 7;
        var random = new Random(33);
        var weights = StoredRows.Random(random, rows, columns, WeightFormat.F32);
        var input = RandomNumbers.Normal(random, tokens * columns);
        using var exact = WeightMatrix.Create(weights, WeightPrecision.None, _pool);
        using var matrix = WeightMatrix.Create(weights, precision, _pool);
        var expected = new float[tokens * rows];
        var output = new float[tokens * rows];
        exact.Multiply(input, tokens, expected, _pool);

        matrix.Multiply(input, tokens, output, _pool);

        var error = Math.Sqrt(expected.Zip(output, (a, b) => Math.Pow(a - b, 2)).Sum());
        Assert.InRange(error / Math.Sqrt(expected.Sum(value => (double)value * value)), 0, allowed);
        Assert.True(matrix.SizeInBytes < exact.SizeInBytes / (precision == WeightPrecision.Q8 ? 3.7 : 6.3));
    }

    [Theory]
    [InlineData(WeightPrecision.Q8)]
    [InlineData(WeightPrecision.Q4)]
    [InlineData(WeightPrecision.None)]
    public void Multiply_TokenNotFinite_SpoilsItsOwnOutputsOnly(WeightPrecision precision)
    {
        const int rows = 40, columns = 70, tokens = 9;
        var random = new Random(34);
        var weights = StoredRows.Random(random, rows, columns, WeightFormat.F32);
        var input = RandomNumbers.Normal(random, tokens * columns);
        using var matrix = WeightMatrix.Create(weights, precision, _pool);
        var expected = new float[tokens * rows];
        matrix.Multiply(input, tokens, expected, _pool);
        input[(2 * columns) + 69] = float.NaN;
        input[(5 * columns) + 3] = float.NegativeInfinity;
        var output = new float[tokens * rows];

        matrix.Multiply(input, tokens, output, _pool);

        for (var token = 0; token < tokens; token++)
        {
            var actual = output.AsSpan(token * rows, rows).ToArray();
            if (token is 2 or 5)
            {
                Assert.DoesNotContain(actual, float.IsFinite);
            }
            else
            {
                Assert.Equal(expected.AsSpan(token * rows, rows).ToArray(), actual);
            }
        }
    }

    [Theory]
    [InlineData(WeightPrecision.Q8)]
    [InlineData(WeightPrecision.Q4)]
    public void Multiply_ExtremeMagnitudes_StaysFiniteAndNear(WeightPrecision precision)
    {
        float[] numbers =
        [
            .. Enumerable.Repeat(0f, 32), .. Enumerable.Repeat(3e-7f, 32), .. Enumerable.Repeat(60_000f, 32),
        ];
        using var matrix = WeightMatrix.Create(StoredRows.FromNumbers(3, 32, numbers), precision, _pool);
        var output = new float[9];
        float[] input =
        [
            .. Enumerable.Repeat(0f, 32), .. Enumerable.Repeat(1e-38f, 32), .. Enumerable.Repeat(1e20f, 32),
        ];

        matrix.Multiply(input, 3, output, _pool);

        Assert.Equal([0, 0, 0, 0, 0, 0], output[..6]);
        Assert.Equal(0, output[6]);
        Assert.InRange(output[7], 32 * 3e-7f * 1e20f * 0.8f, 32 * 3e-7f * 1e20f * 1.2f);
        Assert.InRange(output[8], 32 * 60_000f * 1e20f * 0.99f, 32 * 60_000f * 1e20f * 1.01f);
    }

    [Theory]
    [InlineData(float.NaN, WeightPrecision.Q8)]
    [InlineData(float.PositiveInfinity, WeightPrecision.Q4)]
    [InlineData(1e30f, WeightPrecision.Q8)]
    [InlineData(-1e30f, WeightPrecision.Q4)]
    public void Create_NumberThatBlocksCannotHold_NamesTheRow(float number, WeightPrecision precision)
    {
        var numbers = new float[40 * 50];
        numbers[(33 * 50) + 7] = number;

        var exception = Assert.Throws<InvalidDataException>(
            () => WeightMatrix.Create(StoredRows.FromNumbers(40, 50, numbers), precision, _pool));

        Assert.Contains("33", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WeightPrecision.None, 1)]
    [InlineData(WeightPrecision.Q8, 1)]
    [InlineData(WeightPrecision.Q8, 16)]
    [InlineData(WeightPrecision.Q4, 40)]
    public void Multiply_CalledAgain_AllocatesNothing(WeightPrecision precision, int tokens)
    {
        var weights = StoredRows.Random(new Random(35), 130, 256, WeightFormat.F32);
        using var matrix = WeightMatrix.Create(weights, precision, _pool);
        var input = new float[tokens * 256];
        var output = new float[tokens * 130];
        matrix.Multiply(input, tokens, output, _pool);

        // The least of some calls: a thread takes its scratch memory once, and the others may have left it none of the
        // work of the calls before.
        var least = long.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            matrix.Multiply(input, tokens, output, _pool);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static float[] Read(WeightMatrix matrix)
    {
        var numbers = new float[matrix.Rows * matrix.Columns];
        for (var row = 0; row < matrix.Rows; row++)
        {
            matrix.CopyRow(row, numbers.AsSpan(row * matrix.Columns, matrix.Columns));
        }

        return numbers;
    }
}
