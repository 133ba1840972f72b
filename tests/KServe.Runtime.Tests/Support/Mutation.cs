namespace KServe.Runtime.Tests.Support;

/// <summary>Damages bytes at random, the same way for the same seed.</summary>
internal static class Mutation
{
    private static readonly byte[][] Extremes =
    [
        [0xFF, 0xFF, 0xFF, 0xFF],
        [0xFF, 0xFF, 0xFF, 0x7F],
        [0x00, 0x00, 0x00, 0x80],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80],
        [0x00, 0x00, 0x00, 0x00],
    ];

    /// <summary>Returns damaged copies, one to four faults in each.</summary>
    public static IEnumerable<byte[]> Mutate(byte[] original, int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var bytes = original.ToList();
            for (var faults = random.Next(1, 5); faults > 0 && bytes.Count > 0; faults--)
            {
                Damage(bytes, random);
            }

            yield return [.. bytes];
        }
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = random.Next(1, 1 + Math.Min(16, bytes.Count - at));
        switch (random.Next(8))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2 or 3:
                bytes[at] = (byte)random.Next(256);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                break;
            case 6:
                var extreme = Extremes[random.Next(Extremes.Length)];
                for (var i = 0; i < extreme.Length && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = extreme[i];
                }

                break;
            default:
                bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : length);
                break;
        }
    }
}
