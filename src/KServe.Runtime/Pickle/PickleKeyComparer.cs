using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace KServe.Runtime.Pickle;

/// <summary>Compares keys as Python does: texts and numbers by value, anything else by identity.</summary>
internal sealed class PickleKeyComparer : IEqualityComparer<object?>
{
    // numbers hash to themselves elsewhere: a file could fill one bucket, and reading it would never end
    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    public static PickleKeyComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        return (x, y) switch
        {
            (string a, string b) => a == b,
            (PickleClass a, PickleClass b) => a == b,
            (BigInteger a, BigInteger b) => a == b,
            _ => TryGetNumber(x, out var first) && TryGetNumber(y, out var second) && first == second,
        };
    }

    public int GetHashCode([DisallowNull] object? obj) => obj switch
    {
        string text => text.GetHashCode(StringComparison.Ordinal),
        PickleClass type => type.GetHashCode(),
        BigInteger number => number.GetHashCode(),
        _ when TryGetNumber(obj, out var bits) => Mix(bits),
        _ => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj),
    };

    private static bool TryGetNumber(object? value, out Int128 number)
    {
        // a whole float equals its integer; any other keeps its bits, beyond the range of integers
        number = value switch
        {
            long integer => integer,
            bool flag => flag ? 1 : 0,
            double real when real == Math.Floor(real) && Math.Abs(real) < 9e18 => (long)real,
            double real => (Int128)BitConverter.DoubleToUInt64Bits(real) + ((Int128)1 << 65),
            _ => 0,
        };
        return value is long or bool or double;
    }

    private int Mix(Int128 number)
    {
        var high = Math.BigMul((ulong)number ^ (ulong)(number >> 64), _seed * 0x9E3779B97F4A7C15, out var low);
        return (int)((high ^ low) >> 16);
    }
}
