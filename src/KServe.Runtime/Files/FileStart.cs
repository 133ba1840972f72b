namespace KServe.Runtime.Files;

/// <summary>Looks at the first bytes of files whose names several formats share.</summary>
internal static class FileStart
{
    private const int Length = 256;

    /// <summary>Tells whether a file begins in the way that a format does.</summary>
    /// <returns><see langword="false"/> also for a file that cannot be read.</returns>
    public static bool Matches(string path, Func<ReadOnlySpan<byte>, bool> isFormat)
    {
        Span<byte> start = stackalloc byte[Length];
        try
        {
            using var file = File.OpenHandle(path);
            return isFormat(start[..RandomAccess.Read(file, start, fileOffset: 0)]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
