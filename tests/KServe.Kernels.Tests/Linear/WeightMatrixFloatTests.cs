using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Tests;

namespace KServe.Kernels.Tests.Linear;

[Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
public sealed class WeightMatrixFloatTests : IDisposable
{
    private readonly ComputePool _pool = new(2);

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.F16)]
    [InlineData(WeightFormat.BF16)]
    public void Multiply_RandomShapes_EqualsDoublePrecision(WeightFormat format)
    {
        var random = new Random(11);
        for (var round = 0; round < 40; round++)
        {
            var (rows, columns, tokens) = (random.Next(1, 101), random.Next(1, 150), random.Next(1, 20));
            var weights = StoredRows.Random(random, rows, columns, format);
            var input = RandomNumbers.Normal(random, tokens * columns);
            using var matrix = WeightMatrix.Create(weights, WeightPrecision.Auto, _pool);
            var output = new float[tokens * rows];

            matrix.Multiply(input, tokens, output, _pool);

            Assert.Equal(format, matrix.Format);
            Reference.AssertNear(weights.Numbers, input, output, rows, columns, tokens, 2e-6);
        }
    }

    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.F16)]
    [InlineData(WeightFormat.BF16)]
    public void CopyRow_AnyRow_GivesStoredNumbers(WeightFormat format)
    {
        var weights = StoredRows.Random(new Random(12), 37, 19, format);
        using var matrix = WeightMatrix.Create(weights, WeightPrecision.Auto, _pool);
        var row = new float[19];
        for (var i = 0; i < 37; i++)
        {
            matrix.CopyRow(i, row);

            Assert.Equal(weights.Numbers.AsSpan(i * 19, 19).ToArray(), row);
        }
    }

    [Fact]
    public void Multiply_WeightsNotFinite_GivesWhatArithmeticGives()
    {
        float[] numbers = [float.PositiveInfinity, 1, float.NaN, 1, 2, 3];
        foreach (var format in new[] { WeightFormat.F32, WeightFormat.F16, WeightFormat.BF16 })
        {
            var bytes = format switch
            {
                WeightFormat.F32 => numbers.SelectMany(BitConverter.GetBytes),
                WeightFormat.F16 => numbers.SelectMany(number => BitConverter.GetBytes((Half)number)),
                _ => numbers.SelectMany(number => BitConverter.GetBytes(number)[2..]),
            };
            var weights = new StoredRows(3, 2, format, bytes.ToArray(), numbers);
            using var matrix = WeightMatrix.Create(weights, WeightPrecision.Auto, _pool);
            var output = new float[3];

            matrix.Multiply([2, 1], 1, output, _pool);

            Assert.Equal([float.PositiveInfinity, float.NaN, 7], output);
        }
    }

    [Fact]
    public void Multiply_HalfSubnormals_AreExact()
    {
        Half[] halves = [Half.Epsilon, (Half)(-3e-7f), (Half)6e-5f, Half.MaxValue, -Half.MaxValue, (Half)(-0f)];
        var bytes = halves.SelectMany(BitConverter.GetBytes).ToArray();
        var weights = new StoredRows(6, 1, WeightFormat.F16, bytes, Array.ConvertAll(halves, half => (float)half));
        using var matrix = WeightMatrix.Create(weights, WeightPrecision.Auto, _pool);
        var output = new float[6];

        matrix.Multiply([1f], 1, output, _pool);

        Assert.Equal(weights.Numbers, output);
    }

    [Fact]
    public void Create_PartsOfDifferentFormats_OutputsFollowOneAnother()
    {
        var random = new Random(13);
        StoredRows[] parts =
        [
            StoredRows.Random(random, 33, 40, WeightFormat.F32), StoredRows.Random(random, 5, 40, WeightFormat.F32),
            StoredRows.Random(random, 7, 40, WeightFormat.BF16), StoredRows.Random(random, 64, 40, WeightFormat.F16),
        ];
        var input = RandomNumbers.Normal(random, 9 * 40);
        using var matrix = WeightMatrix.Create(parts, WeightPrecision.Auto, _pool);
        var output = new float[9 * 109];

        matrix.Multiply(input, 9, output, _pool);

        var numbers = parts.SelectMany(part => part.Numbers).ToArray();
        Reference.AssertNear(numbers, input, output, 109, 40, 9, 2e-6);
        var row = new float[40];
        matrix.CopyRow(40, row);
        Assert.Equal(numbers.AsSpan(40 * 40, 40).ToArray(), row);
    }

    [Fact]
    public void Create_PartsOfDifferentColumns_SaysSo()
    {
        var random = new Random(14);
        StoredRows[] parts =
        [
            StoredRows.Random(random, 3, 40, WeightFormat.F32), StoredRows.Random(random, 5, 41, WeightFormat.F32),
        ];

        var exception = Assert.Throws<ArgumentException>(
            () => WeightMatrix.Create(parts, WeightPrecision.Auto, _pool));

        Assert.Contains("40 and 41", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_WrongSizes_SaysWhichAndWhat()
    {
        using var matrix = WeightMatrix.Create(
            StoredRows.Random(new Random(15), 3, 4, WeightFormat.F32), WeightPrecision.Auto, _pool);

        Assert.Throws<ArgumentException>("input", () => matrix.Multiply(new float[7], 2, new float[6], _pool));
        Assert.Throws<ArgumentException>("output", () => matrix.Multiply(new float[8], 2, new float[5], _pool));
        Assert.Throws<ArgumentOutOfRangeException>("tokens", () => matrix.Multiply([], 0, [], _pool));
        Assert.Throws<ArgumentOutOfRangeException>("row", () => matrix.CopyRow(3, new float[4]));
        Assert.Throws<ArgumentException>("destination", () => matrix.CopyRow(0, new float[3]));
    }

    [Fact]
    public void Multiply_AfterDispose_IsRefused()
    {
        var matrix = WeightMatrix.Create(
            StoredRows.Random(new Random(16), 3, 4, WeightFormat.F32), WeightPrecision.Auto, _pool);
        matrix.Dispose();
        matrix.Dispose();

        Assert.Throws<ObjectDisposedException>(() => matrix.Multiply(new float[4], 1, new float[3], _pool));
        Assert.Throws<ObjectDisposedException>(() => matrix.CopyRow(0, new float[4]));
    }
}
