using KServe.Kernels.Linear;
using KServe.Kernels.Quantization;
using KServe.Tests;

namespace KServe.Kernels.Tests.Quantization;

/// <summary>Compares the codecs with the layouts' description, and encoders with what their rounding allows.</summary>
public sealed class WeightCodecTests
{
    public static TheoryData<WeightFormat> Formats => [.. Enum.GetValues<WeightFormat>()];

    public static TheoryData<WeightFormat> Encodable => [.. Enum.GetValues<WeightFormat>().Where(WeightCodec.CanEncode)];

    [Theory]
    [Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
    [MemberData(nameof(Formats))]
    public void Decode_RandomBlocks_IsTheReferenceBitForBit(WeightFormat format)
    {
        var random = new Random(12);
        var size = WeightCodec.GetBlockSize(format);
        var bytes = WeightCodec.GetBlockBytes(format);
        const int Blocks = 200;
        var source = new byte[Blocks * bytes];
        var decoded = new float[Blocks * size];
        random.NextBytes(source);
        WeightCodec.Decode(format, source, decoded);
        for (var i = 0; i < decoded.Length; i++)
        {
            var expected = ReferenceDecoder.Decode(format, source.AsSpan(i / size * bytes, bytes), i % size);
            if (float.IsNaN(expected))
            {
                Assert.True(float.IsNaN(decoded[i]));
            }
            else
            {
                Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(decoded[i]));
            }
        }
    }

    [Theory]
    [Trait(RegisterLadderTests.Trait, RegisterLadderTests.Value)]
    [MemberData(nameof(Encodable))]
    public void Encode_DecodedBlocks_StaysWithinHalfAStep(WeightFormat format)
    {
        var random = new Random(13);
        var numbers = new float[32 * 300];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (float)((random.NextDouble() - 0.4) * Math.Pow(10, (i / 32 % 7) - 3));
        }

        Array.Clear(numbers, 64, 32);
        var encoded = new byte[WeightCodec.GetByteCount(format, numbers.Length)];
        var decoded = new float[numbers.Length];
        WeightCodec.Encode(format, numbers, encoded);
        WeightCodec.Decode(format, encoded, decoded);
        for (var block = 0; block < numbers.Length; block += 32)
        {
            var range = numbers.AsSpan(block, 32);
            var largest = range.ToArray().Max(MathF.Abs);
            // half a step for rounding, one step where the far end of Q4_0 and Q5_0 is clamped, and the 16-bit scale
            var allowed = format switch
            {
                WeightFormat.F32 => 0,
                WeightFormat.F16 => (largest / 2048) + 6e-8f,
                WeightFormat.BF16 => largest / 256,
                WeightFormat.Q8_0 => (largest / 127 * 0.5f) + (largest / 1000),
                WeightFormat.Q4_0 => (largest / 8 * 1.0f) + (largest / 1000),
                WeightFormat.Q5_0 => (largest / 16 * 1.0f) + (largest / 1000),
                WeightFormat.Q4_1 => (2 * largest / 15 * 0.5f) + (largest / 500),
                _ => (2 * largest / 31 * 0.5f) + (largest / 500),
            } + (format is WeightFormat.F32 ? 0 : 1e-5f);
            for (var i = 0; i < 32; i++)
            {
                Assert.InRange(decoded[block + i], range[i] - allowed, range[i] + allowed);
            }
        }
    }

    [Fact]
    public void Encode_HalvesInQ8_0_AreRoundedAwayFromZero()
    {
        var numbers = new float[32];
        numbers[0] = 127;
        numbers[1] = 2.5f;
        numbers[2] = -2.5f;
        numbers[3] = 0.49999997f;
        numbers[4] = -127;
        var block = new byte[34];
        WeightCodec.Encode(WeightFormat.Q8_0, numbers, block);
        Assert.Equal([127, 3, -3, 0, -127, 0], block[2..8].Select(static value => (int)(sbyte)value));
    }

    [Fact]
    public void Encode_LargestMagnitudeInQ4_0_BecomesTheEndOfTheRange()
    {
        var numbers = new float[32];
        numbers[0] = 1;
        numbers[1] = -1; // as large, but later
        numbers[16] = 0.5f;
        var block = new byte[18];
        WeightCodec.Encode(WeightFormat.Q4_0, numbers, block);
        var decoded = new float[32];
        WeightCodec.Decode(WeightFormat.Q4_0, block, decoded);
        Assert.Equal((1f, -0.875f, 0f, 0.5f), (decoded[0], decoded[1], decoded[2], decoded[16]));
    }

    [Fact]
    public void GetByteCount_WrongCounts_AreRefused()
    {
        Assert.Equal(34 * 3, WeightCodec.GetByteCount(WeightFormat.Q8_0, 96));
        Assert.Throws<ArgumentException>(() => WeightCodec.GetByteCount(WeightFormat.Q8_0, 33));
        Assert.Throws<ArgumentException>(() => WeightCodec.GetByteCount(WeightFormat.F32, -1));
        Assert.Throws<OverflowException>(() => WeightCodec.GetByteCount(WeightFormat.F32, long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightCodec.GetBlockBytes((WeightFormat)99));
        Assert.Throws<ArgumentException>(() => WeightCodec.Decode(WeightFormat.Q4_0, new byte[18], new float[64]));
        Assert.Throws<ArgumentException>(() => WeightCodec.Encode(WeightFormat.Q6_K, new float[256], new byte[210]));
    }
}
