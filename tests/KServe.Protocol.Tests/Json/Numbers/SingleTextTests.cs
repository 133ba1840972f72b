using System.Text;

namespace KServe.Protocol.Tests;

public sealed class SingleTextTests
{
    private const int Block = 512;

    [Theory]
    [InlineData(0f, "0.0,")]
    [InlineData(-0f, "-0.0,")]
    [InlineData(1f, "1.0,")]
    [InlineData(-100f, "-100.0,")]
    [InlineData(0.0001f, "0.0001,")]
    [InlineData(0.00001f, "1E-05,")]
    [InlineData(0.00012345678f, "0.00012345678,")]
    [InlineData(16777216f, "16777216.0,")]
    [InlineData(123456789f, "123456790.0,")]
    [InlineData(1e9f, "1E+09,")]
    [InlineData(-1.2345678e-38f, "-1.2345678E-38,")]
    [InlineData(float.Epsilon, "1E-45,")]
    [InlineData(float.MaxValue, "3.4028235E+38,")]
    [InlineData(float.NaN, "null,")]
    [InlineData(float.NegativeInfinity, "null,")]
    public void Write_OneValue_IsItsShortestText(float value, string expected)
    {
        Assert.Equal(expected, NumberWriting.Write<float, SingleText>(value));
        Assert.Equal(
            expected + expected + expected + expected + expected,
            NumberWriting.Write<float, SingleText>(value, value, value, value, value));
    }

    [Fact]
    public void Write_RandomBits_IsWhatDotNetWrites()
    {
        var random = new Random(1);
        Compare(200_000, _ => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32)));
    }

    [Fact]
    public void Write_EdgesOfEveryExponent_AreWhatDotNetWrites() =>
        Compare(512 * 32, i => BitConverter.Int32BitsToSingle((i / 32 << 23) + (i % 32) - 16));

    [Fact]
    public void Write_FirstSubnormals_AreWhatDotNetWrites() => Compare(20_000, BitConverter.Int32BitsToSingle);

    [Fact]
    public void Write_UsualNumbers_AreWhatDotNetWrites()
    {
        var random = new Random(2);
        Compare(20_000, i => i - 1000);
        Compare(20_000, i => i / 64f);
        Compare(20_000, _ => (float)Math.Round(random.NextDouble() * 100, 4));
        Compare(20_000, _ => (float)Math.Exp(-20 * random.NextDouble()));
    }

    [Fact]
    public void Write_TiesOfTheLastDigit_AreWhatDotNetWrites() =>
        Compare(20_000, i => 2_097_152f + (i / 4f), i => 262_144f + (i / 32f), i => 1_048_576f + (i / 8f));

    [Fact]
    public void Write_NaNAndSubnormalAmongOthers_LeavesTheOthers()
    {
        for (var place = 0; place < 8; place++)
        {
            float[] values = [1, -2.5f, 0, 4e-7f, 5, 6, 7, 8];
            values[place] = place % 2 == 0 ? float.NaN : 1e-40f;

            Assert.Equal(
                string.Concat(values.Select(NumberWriting.Expect)), NumberWriting.Write<float, SingleText>(values));
        }
    }

    [Fact]
    public void Write_AnyCount_WritesAll()
    {
        for (var count = 0; count < 20; count++)
        {
            var values = Enumerable.Range(1, count).Select(i => i / 3f).ToArray();

            Assert.Equal(
                string.Concat(values.Select(NumberWriting.Expect)), NumberWriting.Write<float, SingleText>(values));
        }
    }

    [Fact]
    public void Write_HalvesAndBrainFloats_AreTheFloatsTheyWidenTo()
    {
        for (var start = 0; start <= ushort.MaxValue; start += Block)
        {
            var bits = Enumerable.Range(start, Block).Select(i => (ushort)i).ToArray();
            var halves = bits.Select(BitConverter.UInt16BitsToHalf).ToArray();

            Assert.Equal(
                string.Concat(halves.Select(half => NumberWriting.Expect((float)half))),
                NumberWriting.Write<Half, HalfText>(halves));
            Assert.Equal(
                string.Concat(bits.Select(i => NumberWriting.Expect(BrainFloat.ToSingle(i)))),
                NumberWriting.Write<ushort, BrainFloatText>(bits));
        }
    }

    private static void Compare(int count, params ReadOnlySpan<Func<int, float>> makes)
    {
        var expected = new StringBuilder();
        foreach (var make in makes)
        {
            for (var start = 0; start < count; start += Block)
            {
                var values = new float[Math.Min(Block, count - start)];
                expected.Clear();
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = make(start + i);
                    expected.Append(NumberWriting.Expect(values[i]));
                }

                Assert.Equal(expected.ToString(), NumberWriting.Write<float, SingleText>(values));
            }
        }
    }
}
