using KServe.Runtime.Compression;

namespace KServe.Runtime.Pickle;

/// <summary>Reads files of pickle and joblib, plain or compressed.</summary>
internal static class PickleFile
{
    // what a compressed file may unpack to: models seldom shrink to a tenth, a bomb to a thousandth
    private const long LeastUnpacked = 256 * 1024 * 1024;
    private const long LargestUnpacked = 64L * 1024 * 1024 * 1024;
    private const int LargestRatio = 200;

    /// <exception cref="InvalidDataException">The file is damaged, or names what the policy does not allow.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static object? Read(string path, PicklePolicy policy, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Span<byte> prefix = stackalloc byte[Decompressor.PrefixLength];
        var format = Decompressor.Detect(prefix[..file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)]);
        file.Position = 0;
        if (format == CompressionFormat.None)
        {
            return Read(new PickleSource(file, file.Length, isExact: true, cancellationToken), policy);
        }

        using var unpacked = Decompressor.Open(file, format);
        var limit = Math.Min(LargestUnpacked, LeastUnpacked + (LargestRatio * file.Length));
        var source = new PickleSource(unpacked, limit, isExact: false, cancellationToken);
        var value = Read(source, policy);
        source.ReadToEnd();
        return value;
    }

    private static object? Read(PickleSource source, PicklePolicy policy)
    {
        var budget = new PickleBudget();
        return new PickleReader(source, policy, new JoblibArrays(source, policy, budget), budget).Read();
    }
}
