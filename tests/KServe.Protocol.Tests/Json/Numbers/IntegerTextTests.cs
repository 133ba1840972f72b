using System.Globalization;
using System.Numerics;

namespace KServe.Protocol.Tests;

public sealed class IntegerTextTests
{
    [Fact]
    public void Write_EveryNumberOfDigits_IsWhatDotNetWrites()
    {
        Compare<sbyte>();
        Compare<short>();
        Compare<ushort>();
        Compare<int>();
        Compare<uint>();
        Compare<long>();
        Compare<ulong>();
    }

    [Fact]
    public void Write_RandomNumbers_AreWhatDotNetWrites()
    {
        var random = new Random(6);
        var values = new long[50_000];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
        }

        Assert.Equal(Expect<long>(values), NumberWriting.Write<long, IntegerText<long>>(values));
    }

    [Fact]
    public void Write_EveryByte_IsWhatDotNetWrites()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        Assert.Equal(Expect<byte>(bytes), NumberWriting.Write<byte, ByteText>(bytes));
    }

    [Fact]
    public void Write_Booleans_AreTrueForAllButZero() =>
        Assert.Equal(
            "false,true,true,true,false,", NumberWriting.Write<byte, BooleanText>(0, 1, 2, 255, 0));

    private static void Compare<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        List<T> values = [T.MinValue, T.MaxValue];
        for (var power = BigInteger.One; power < BigInteger.Pow(10, 20); power *= 10)
        {
            foreach (var near in new[] { power - 1, power, power + 1, 7 * power })
            {
                values.Add(T.CreateSaturating(near));
                values.Add(T.CreateSaturating(-near));
            }
        }

        Assert.Equal(
            Expect<T>(values.ToArray()), NumberWriting.Write<T, IntegerText<T>>(values.ToArray()));
    }

    private static string Expect<T>(T[] values)
        where T : IFormattable =>
        string.Concat(values.Select(value => value.ToString(null, CultureInfo.InvariantCulture) + ","));
}
