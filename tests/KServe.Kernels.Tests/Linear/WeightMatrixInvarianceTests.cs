using KServe.Kernels.Compute;
using KServe.Kernels.Linear;

namespace KServe.Kernels.Tests.Linear;

public sealed class WeightMatrixInvarianceTests
{
    public static TheoryData<WeightFormat, WeightPrecision> Kinds => new()
    {
        { WeightFormat.F32, WeightPrecision.None },
        { WeightFormat.F16, WeightPrecision.None },
        { WeightFormat.BF16, WeightPrecision.None },
        { WeightFormat.F32, WeightPrecision.Q8 },
        { WeightFormat.F32, WeightPrecision.Q4 },
        { WeightFormat.Q8_0, WeightPrecision.Auto },
        { WeightFormat.Q4_0, WeightPrecision.Auto },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Multiply_AnyTokensThreadsAndRegisters_GivesTheSameBits(WeightFormat format, WeightPrecision precision)
    {
        const int most = 61;
        var random = new Random(21);
        foreach (var (rows, columns) in new[] { (1, 32), (31, 64), (70, 288), (325, 96) })
        {
            var weights = StoredRows.Random(random, rows, columns, format);
            var input = RandomNumbers.Normal(random, most * columns);
            var expected = new float[most * rows];
            using var one = new ComputePool(1);
            var plain = new KernelChoice(128, HasByteDot: false, HasMachineCode: false);
            using (var matrix = MatrixPacker.Create([weights], precision, one, plain))
            {
                for (var token = 0; token < most; token++)
                {
                    matrix.Multiply(
                        input.AsSpan(token * columns, columns), 1, expected.AsSpan(token * rows, rows), one);
                }
            }

            for (var threads = 1; threads <= 4; threads++)
            {
                using var pool = new ComputePool(threads);
                foreach (var choice in Choices())
                {
                    using var matrix = MatrixPacker.Create([weights], precision, pool, choice);
                    AssertSame(matrix, input, expected, pool, random);
                }
            }
        }
    }

    [Theory]
    [InlineData(WeightPrecision.None)]
    [InlineData(WeightPrecision.Q8)]
    public void Multiply_MoreTokensThanOnePass_GivesEachTokenItsOutputs(WeightPrecision precision)
    {
        const int rows = 3, columns = 33, tokens = 2101;
        var random = new Random(22);
        using var pool = new ComputePool(2);
        var weights = StoredRows.Random(random, rows, columns, WeightFormat.F32);
        using var matrix = WeightMatrix.Create(weights, precision, pool);
        var input = RandomNumbers.Normal(random, tokens * columns);
        var output = new float[tokens * rows];
        var one = new float[rows];

        matrix.Multiply(input, tokens, output, pool);

        for (var token = 0; token < tokens; token++)
        {
            matrix.Multiply(input.AsSpan(token * columns, columns), 1, one, pool);
            Assert.Equal(one, output.AsSpan(token * rows, rows).ToArray());
        }
    }

    private static IEnumerable<KernelChoice> Choices()
    {
        var best = KernelChoice.Best;
        for (var width = 128; width <= best.Width; width *= 2)
        {
            yield return new KernelChoice(width, HasByteDot: false, HasMachineCode: false);
            if (best.HasByteDot)
            {
                yield return new KernelChoice(width, HasByteDot: true, HasMachineCode: false);
            }
        }

        yield return best;
    }

    private static void AssertSame(
        WeightMatrix matrix,
        float[] input,
        float[] expected,
        ComputePool pool,
        Random random)
    {
        var (rows, columns) = (matrix.Rows, matrix.Columns);
        int[] counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 61, random.Next(8, 61)];
        foreach (var tokens in counts)
        {
            var first = random.Next(0, (expected.Length / rows) - tokens + 1);
            var output = new float[tokens * rows];
            matrix.Multiply(input.AsSpan(first * columns, tokens * columns), tokens, output, pool);
            Assert.Equal(
                expected.AsSpan(first * rows, tokens * rows).ToArray().Select(BitConverter.SingleToInt32Bits),
                output.Select(BitConverter.SingleToInt32Bits));
        }
    }
}
