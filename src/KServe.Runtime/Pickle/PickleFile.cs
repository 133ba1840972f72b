using KServe.Runtime.Compression;
using KServe.Runtime.Files;

namespace KServe.Runtime.Pickle;

/// <summary>Reads files of pickle and joblib, plain or compressed.</summary>
internal static class PickleFile
{
    /// <exception cref="InvalidDataException">The file is damaged, or names what the policy does not allow.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static object? Read(string path, PicklePolicy policy, CancellationToken cancellationToken)
    {
        using var file = ModelFile.Open(path);
        Span<byte> prefix = stackalloc byte[Decompressor.PrefixLength];
        var format = Decompressor.Detect(prefix[..file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)]);
        file.Position = 0;
        var companions = new JoblibCompanions(path, cancellationToken);
        if (format == CompressionFormat.None)
        {
            return Read(new ByteSource(file, file.Length, isExact: true, cancellationToken), policy, companions);
        }

        using var unpacked = Decompressor.Open(file, format);
        var limit = DecompressionLimit.Get(file.Length);
        var source = new ByteSource(unpacked, limit, isExact: false, cancellationToken);
        var value = Read(source, policy, companions);
        source.ReadToEnd();
        return value;
    }

    private static object? Read(ByteSource source, PicklePolicy policy, JoblibCompanions companions)
    {
        var budget = new PickleBudget();
        return new PickleReader(source, policy, new JoblibArrays(source, policy, budget, companions), budget).Read();
    }
}
