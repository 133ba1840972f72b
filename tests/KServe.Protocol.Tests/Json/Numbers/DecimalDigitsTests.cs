using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text;

namespace KServe.Protocol.Tests;

public sealed class DecimalDigitsTests
{
    [Fact]
    public void Split_EveryPairOfDigitsEverywhere_IsExact()
    {
        for (var group = 0u; group < 10_000; group++)
        {
            Check(group * 10_000);
            Check((group * 10_000) + 9_999);
            Check(group);
            Check(group + 99_990_000);
        }
    }

    [Fact]
    public void Split_RandomNumbers_IsExact()
    {
        var random = new Random(17);
        for (var i = 0; i < 100_000; i++)
        {
            Check((uint)random.Next(100_000_000));
        }
    }

    private static void Check(uint value)
    {
        var expected = value.ToString("D8", CultureInfo.InvariantCulture);
        var scalar = DecimalDigits.Split(value);
        var vector = DecimalDigits.Split(Vector256.Create(99_999_999UL, 0, value, 12_345_678));

        Assert.Equal(expected, Encoding.ASCII.GetString(BitConverter.GetBytes(scalar + DecimalDigits.Zeros)));
        Assert.Equal(scalar, vector[2]);
        Assert.Equal(DecimalDigits.Split(99_999_999), vector[0]);
        Assert.Equal(DecimalDigits.Split(12_345_678), vector[3]);
    }
}
