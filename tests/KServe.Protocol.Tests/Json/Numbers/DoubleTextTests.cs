using System.Globalization;
using System.Text;

namespace KServe.Protocol.Tests;

public sealed class DoubleTextTests
{
    private const int Block = 512;

    // .NET's own text of these reads back as the double below: it takes the interval below a power of two for wider
    // than it is. No other power of two is written wrongly.
    private static readonly double[] NotReadBack =
        [BitConverter.UInt64BitsToDouble(0x0410000000000000), BitConverter.UInt64BitsToDouble(0x3E60000000000000)];

    [Theory]
    [InlineData(0d, "0.0,")]
    [InlineData(-0d, "-0.0,")]
    [InlineData(-1d, "-1.0,")]
    [InlineData(0.1, "0.1,")]
    [InlineData(0.1f, "0.10000000149011612,")]
    [InlineData(0.0001, "0.0001,")]
    [InlineData(-0.00012345678901234567, "-0.00012345678901234567,")]
    [InlineData(0.00001, "1E-05,")]
    [InlineData(9007199254740993d, "9007199254740992.0,")]
    [InlineData(12345678901234568d, "12345678901234568.0,")]
    [InlineData(1e16, "10000000000000000.0,")]
    [InlineData(1e17, "1E+17,")]
    [InlineData(-1.2345678901234568e-300, "-1.2345678901234568E-300,")]
    [InlineData(double.Epsilon, "5E-324,")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308,")]
    [InlineData(double.NaN, "null,")]
    [InlineData(double.PositiveInfinity, "null,")]
    public void Write_OneValue_IsItsShortestText(double value, string expected) =>
        Assert.Equal(expected, NumberWriting.Write<double, DoubleText>(value));

    [Fact]
    public void Write_PowersOfTwoThatDotNetCannotReadBack_AreReadBack()
    {
        foreach (var value in NotReadBack)
        {
            var text = NumberWriting.Write<double, DoubleText>(value, -value).Split(',');

            Assert.Equal(value, double.Parse(text[0], CultureInfo.InvariantCulture));
            Assert.Equal(-value, double.Parse(text[1], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Write_RandomBits_IsWhatDotNetWrites()
    {
        var random = new Random(3);
        Compare(100_000, _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
    }

    [Fact]
    public void Write_EdgesOfEveryExponent_AreWhatDotNetWrites() =>
        Compare(4096 * 16, i => BitConverter.Int64BitsToDouble(((long)(i / 16) << 52) + (i % 16) - 8));

    [Fact]
    public void Write_PowersOfTen_AreWhatDotNetWrites() =>
        Compare(
            640 * 9, i => double.Parse($"{(i % 9) + 1}E{(i / 9) - 328}", CultureInfo.InvariantCulture));

    [Fact]
    public void Write_UsualNumbers_AreWhatDotNetWrites()
    {
        var random = new Random(4);
        Compare(20_000, i => BitConverter.Int64BitsToDouble(i), i => i - 1000, i => i / 64d, i => (i / 1e4) - 1);
        Compare(30_000, _ => Math.Round(random.NextDouble() * 1000, random.Next(15)));
        Compare(30_000, _ => Math.Exp(-40 * random.NextDouble()));
    }

    [Fact]
    public void Write_TiesOfTheLastDigit_AreWhatDotNetWrites() =>
        Compare(
            20_000, i => (1L << 53) + (2L * i), i => (1L << 51) + (i / 4d), i => (1L << 48) + (i / 32d));

    [Fact]
    public void Write_WidenedFloats_AreWhatDotNetWritesForTheDouble()
    {
        var random = new Random(5);
        for (var block = 0; block < 100; block++)
        {
            var values = new float[Block];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = block % 2 == 0
                    ? BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))
                    : random.NextSingle() * 200;
            }

            Assert.Equal(
                string.Concat(values.Select(value => NumberWriting.Expect((double)value))),
                NumberWriting.Write<float, WidenedText>(values));
        }
    }

    private static void Compare(int count, params ReadOnlySpan<Func<int, double>> makes)
    {
        var expected = new StringBuilder();
        foreach (var make in makes)
        {
            for (var start = 0; start < count; start += Block)
            {
                var values = new double[Math.Min(Block, count - start)];
                expected.Clear();
                for (var i = 0; i < values.Length; i++)
                {
                    var value = make(start + i);
                    values[i] = NotReadBack.Contains(Math.Abs(value)) ? 0 : value;
                    expected.Append(NumberWriting.Expect(values[i]));
                }

                Assert.Equal(expected.ToString(), NumberWriting.Write<double, DoubleText>(values));
            }
        }
    }
}
