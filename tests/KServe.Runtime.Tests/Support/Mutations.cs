namespace KServe.Runtime.Tests.Support;

/// <summary>Breaks files at random, the same way on every run.</summary>
internal static class Mutations
{
    /// <summary>The most that reading one small broken file may allocate.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    private static readonly byte[][] Tokens =
    [
        "-1"u8.ToArray(), "2147483647"u8.ToArray(), "9223372036854775807"u8.ToArray(), "1e400"u8.ToArray(),
        "NaN"u8.ToArray(), "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\""u8.ToArray(), "["u8.ToArray(),
        [0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], "$N#L"u8.ToArray(),
    ];

    /// <summary>Reads mutations of a file, and asserts that each is read or refused within bounds.</summary>
    /// <param name="file">A sound file.</param>
    /// <param name="count">How many mutations.</param>
    /// <param name="seed">What makes them the same on every run.</param>
    /// <param name="read">Reads a file, and uses what it read.</param>
    /// <param name="isRefusal">Tells a refusal from a defect.</param>
    /// <returns>How many were refused.</returns>
    public static int AssertSafe(
        byte[] file, int count, int seed, Action<byte[]> read, Func<Exception, bool> isRefusal)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            var mutant = Mutate(file, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Record.Exception(() => read(mutant));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(error is null || isRefusal(error), $"mutation {i}: {error}");
            Assert.True(allocated < MostBytes, $"mutation {i} allocated {allocated} bytes");
            refused += error is null ? 0 : 1;
        }

        return refused;
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = new List<byte>(file);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                case 4:
                    var token = Tokens[random.Next(Tokens.Length)];
                    for (var i = 0; i < token.Length && at + i < bytes.Count; i++)
                    {
                        bytes[at + i] = token[i];
                    }

                    break;
                default:
                    bytes.RemoveRange(at, random.Next(8) == 0 ? bytes.Count - at : 0);
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add(0);
            }
        }

        return [.. bytes];
    }
}
