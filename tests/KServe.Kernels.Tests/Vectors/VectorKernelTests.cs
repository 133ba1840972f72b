using KServe.Kernels.Compute;
using KServe.Kernels.Vectors;

namespace KServe.Kernels.Tests.Vectors;

/// <summary>Holds the functions between layers against float64, and rows against their neighbours.</summary>
[Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
public sealed class VectorKernelTests
{
    [Theory]
    [InlineData(Activation.Silu)]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.GeluTanh)]
    [InlineData(Activation.GeluQuick)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void Apply_NumbersOfAllSizes_EqualsFloat64(Activation activation)
    {
        using var pool = new ComputePool(1);
        var source = new float[4003];
        for (var i = 0; i < source.Length; i++)
        {
            source[i] = (i - 2001) / 40f;
        }

        var result = source.ToArray();
        Activations.Apply(activation, result, result.Length, pool);

        for (var i = 0; i < source.Length; i++)
        {
            var expected = Expected(activation, source[i]);
            Assert.Equal(expected, result[i], 4e-7 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory]
    [InlineData(-1000f)]
    [InlineData(1000f)]
    [InlineData(float.MaxValue)]
    public void Apply_SiluOfHugeNumbers_IsFinite(float number)
    {
        using var pool = new ComputePool(1);
        var result = new[] { number };

        Activations.Apply(Activation.Silu, result, 1, pool);

        Assert.Equal(Math.Max(0f, number), result[0], Math.Abs(number) * 1e-6f);
    }

    [Fact]
    public void ApplyGated_RowsWithSpaceBetween_MultipliesEach()
    {
        using var pool = new ComputePool(1);
        float[] gates = [1, 2, 3, -9, -1, -2, -3, -9];
        float[] values = [10, 20, 30, 40, 50, 60];
        var result = new float[6];

        Activations.ApplyGated(Activation.Relu, gates, 4, values, 3, result, 3, pool);

        Assert.Equal([10, 40, 90, 0, 0, 0], result);
    }

    [Fact]
    public void ApplyGated_ValuesTooShort_Throws()
    {
        using var pool = new ComputePool(1);

        Assert.Throws<ArgumentException>(
            () => Activations.ApplyGated(Activation.Silu, new float[8], 4, new float[7], 4, new float[8], 4, pool));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(64)]
    [InlineData(1003)]
    public void Weigh_AnyLength_EqualsFloat64(int length)
    {
        float[] row = [.. Enumerable.Range(0, length).Select(static i => (i * 37 % 101 / 5f) - 10)];
        row[length / 2] = 12;
        row[^1] = length > 1 ? float.NegativeInfinity : 12;
        var weights = new float[length];

        var sum = Softmax.Weigh(row, 1.25f, 15, weights);

        double[] expected = [.. row.Select(static x => Math.Exp((x * 1.25) - 15))];
        Assert.Equal(1f, weights[length / 2]);
        Assert.Equal(expected.Sum(), sum, 1e-5 * expected.Sum());
        Assert.Equal(sum, Softmax.Weigh(row, 1.25f, 15, []));
        for (var i = 0; i < length; i++)
        {
            Assert.Equal(expected[i], weights[i], 1e-6 * expected[i]);
        }

        Assert.Equal(sum, Softmax.Weigh(row, 1.25f, 15, row));
        Assert.Equal(weights, row);
    }

    [Fact]
    public void Weigh_WeightsTooShort_Throws() =>
        Assert.Throws<ArgumentException>(() => Softmax.Weigh(new float[4], 1, 0, new float[3]));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1003)]
    public void SumAbove_AnyLength_LeavesOutTheBound(int length)
    {
        float[] row = [.. Enumerable.Range(0, length).Select(static i => (float)(i * 37 % 101))];

        Assert.Equal(row.Where(static x => x > 50).Sum(), Softmax.SumAbove(row, 50));
        Assert.Equal(row.Where(static x => x >= 50).Sum(), Softmax.SumAbove(row, MathF.BitDecrement(50)));
    }

    [Fact]
    public void SoftCap_AnyNumbers_EqualsFloat64()
    {
        float[] numbers = [-1e6f, -70, -3, -0.01f, 0, 0.5f, 29, 31, 1e6f];
        var result = numbers.ToArray();

        Activations.SoftCap(result, 30f);

        for (var i = 0; i < numbers.Length; i++)
        {
            Assert.Equal(30 * Math.Tanh(numbers[i] / 30.0), result[i], 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(901)]
    public void Norms_AnyWidth_EqualFloat64(int width)
    {
        using var pool = new ComputePool(1);
        var random = new Random(width);
        var row = Numbers(random, width);
        var weight = Numbers(random, width);
        var bias = Numbers(random, width);
        var rms = new float[width];
        var layer = new float[width];

        Normalization.Rms(row, weight, 1e-5f, rms, pool);
        Normalization.Layer(row, weight, bias, 1e-5f, layer, pool);

        var square = row.Average(x => (double)x * x);
        var mean = row.Average(x => (double)x);
        var variance = row.Average(x => (x - mean) * (x - mean));
        for (var i = 0; i < width; i++)
        {
            Assert.Equal(row[i] / Math.Sqrt(square + 1e-5) * weight[i], rms[i], 1e-5);
            Assert.Equal(((row[i] - mean) / Math.Sqrt(variance + 1e-5) * weight[i]) + bias[i], layer[i], 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Norms_RowsOfABatchOnThreads_EqualRowsAlone(int threads)
    {
        const int Width = 200;
        const int Rows = 400;
        using var pool = new ComputePool(threads);
        using var single = new ComputePool(1);
        var random = new Random(5);
        var rows = Numbers(random, Rows * Width);
        var weight = Numbers(random, Width);
        var all = new float[rows.Length];
        var alone = new float[Width];

        Normalization.Rms(rows, weight, 1e-6f, all, pool);
        Activations.Apply(Activation.Silu, all, Width, pool);

        for (var row = 0; row < Rows; row++)
        {
            Normalization.Rms(rows.AsSpan(row * Width, Width), weight, 1e-6f, alone, single);
            Activations.Apply(Activation.Silu, alone, Width, single);
            Assert.Equal(alone, all.AsSpan(row * Width, Width).ToArray());
        }
    }

    [Fact]
    public void Norms_BiasOfAnotherLength_Throws()
    {
        using var pool = new ComputePool(1);

        Assert.Throws<ArgumentException>(
            () => Normalization.Layer(new float[4], new float[4], new float[3], 1e-5f, new float[4], pool));
    }

    [Fact]
    public void Softmax_Row_EqualsFloat64()
    {
        float[] scores = [1, -2, 30, 29.5f, -200, 0];
        var result = scores.ToArray();

        Softmax.Row(result);

        var sum = scores.Sum(x => Math.Exp(x - 30.0));
        for (var i = 0; i < scores.Length; i++)
        {
            Assert.Equal(Math.Exp(scores[i] - 30.0) / sum, result[i], 1e-7);
        }
    }

    [Theory]
    [InlineData(RotaryLayout.Halves, 64, 64)]
    [InlineData(RotaryLayout.Halves, 24, 12)]
    [InlineData(RotaryLayout.Pairs, 64, 64)]
    [InlineData(RotaryLayout.Pairs, 10, 4)]
    public void Apply_Heads_TurnsPairsByTheirAngle(RotaryLayout layout, int headSize, int rotarySize)
    {
        const int Position = 7;
        var half = rotarySize / 2;
        var random = new Random(3);
        var heads = Numbers(random, headSize * 2);
        var frequencies = Numbers(random, half);
        var angles = new float[rotarySize];
        var result = heads.ToArray();

        Rotary.Angles(frequencies, Position, 1.5f, angles);
        Rotary.Apply(result, headSize, angles, layout);

        for (var head = 0; head < 2; head++)
        {
            var source = heads.AsSpan(head * headSize, headSize);
            var turned = result.AsSpan(head * headSize, headSize);
            for (var i = 0; i < half; i++)
            {
                var (a, b) = layout == RotaryLayout.Halves ? (i, i + half) : (2 * i, (2 * i) + 1);
                var (sine, cosine) = Math.SinCos(frequencies[i] * Position);
                Assert.Equal(1.5 * ((source[a] * cosine) - (source[b] * sine)), turned[a], 1e-5);
                Assert.Equal(1.5 * ((source[b] * cosine) + (source[a] * sine)), turned[b], 1e-5);
            }

            Assert.Equal(source[rotarySize..].ToArray(), turned[rotarySize..].ToArray());
        }
    }

    internal static float[] Numbers(Random random, int count)
    {
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = (float)((random.NextDouble() * 4) - 2);
        }

        return numbers;
    }

    private static double Expected(Activation activation, double x) => activation switch
    {
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.Gelu => x * NormalBelow(x),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Activation.GeluQuick => x / (1 + Math.Exp(-1.702 * x)),
        Activation.Relu => Math.Max(0, x),
        _ => Math.Tanh(x),
    };

    // The distribution function by its series, which converges everywhere; far out it is 0 or 1.
    private static double NormalBelow(double x)
    {
        if (Math.Abs(x) > 6)
        {
            return x > 0 ? 1 : 0;
        }

        var (sum, term) = (x, x);
        for (var k = 1; k < 200; k++)
        {
            term *= x * x / ((2 * k) + 1);
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
