using System.Numerics;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Tests.Pickle;

public sealed class PickleRoundTripTests
{
    private static readonly PickleClass Type = new("sklearn.some", "Thing");

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_WhatWasWritten_IsTheSameValue(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var value = Create(random, depth: 0);
            var bytes = PickleWriter.Write(value, random);

            var actual = PickleBytes.Read(bytes);

            Assert.Equal(PickleFormatter.Format(value), PickleFormatter.Format(actual));
        }
    }

    private static object? Create(Random random, int depth) => random.Next(depth < 4 ? 15 : 9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => (long)random.Next(-2, 300),
        3 => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
        4 => (BigInteger)random.NextInt64(1, long.MaxValue) * random.NextInt64(long.MaxValue / 2, long.MaxValue) * 4,
        5 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        6 or 7 => CreateText(random),
        8 => CreateBytes(random),
        9 => CreateItems(random, depth).ToArray(),
        10 => CreateItems(random, depth),
        11 or 12 => CreateDictionary(random, depth),
        13 => CreateSet(random, depth),
        _ => new PickleInstance(Type, [.. CreateItems(random, depth)]) { State = CreateDictionary(random, depth) },
    };

    private static string CreateText(Random random) => new(
        random.GetItems("ab\u00e9\u65e5 '\"\\\n".AsSpan(), random.Next(8) == 0 ? random.Next(2000) : random.Next(9)));

    private static byte[] CreateBytes(Random random)
    {
        var bytes = new byte[random.Next(8) == 0 ? random.Next(2000) : random.Next(9)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static List<object?> CreateItems(Random random, int depth) =>
        [.. Enumerable.Range(0, random.Next(6)).Select(_ => Create(random, depth + 1))];

    private static PickleDictionary CreateDictionary(Random random, int depth)
    {
        var dictionary = new PickleDictionary();
        for (var i = random.Next(12); i > 0; i--)
        {
            dictionary.Set(random.Next(2) == 0 ? CreateText(random) : random.NextInt64(), Create(random, depth + 1));
        }

        return dictionary;
    }

    private static PickleSet CreateSet(Random random, int depth)
    {
        var set = new PickleSet();
        set.Items.AddRange(CreateItems(random, depth));
        return set;
    }
}
