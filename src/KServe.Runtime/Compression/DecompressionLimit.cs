namespace KServe.Runtime.Compression;

/// <summary>Bounds what a compressed file may unpack to.</summary>
/// <remarks>Models seldom shrink to a tenth; a bomb is a thousand times its file, or a million.</remarks>
internal static class DecompressionLimit
{
    private const long Least = 128 * 1024 * 1024;
    private const long Largest = 64L * 1024 * 1024 * 1024;
    private const int LargestRatio = 100;

    /// <summary>Computes how many bytes may come out of a file.</summary>
    /// <param name="packedLength">The file's own length in bytes.</param>
    public static long Get(long packedLength) => Math.Min(Largest, Least + (LargestRatio * packedLength));
}
