using KServe.Runtime.Compression;
using KServe.Runtime.Files;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Pickle.Calls;
using KServe.Runtime.Pickle.Reading;

namespace KServe.Runtime.Pickle;

/// <summary>Reads files of pickle and joblib, plain or compressed.</summary>
internal static class PickleFile
{
    /// <exception cref="InvalidDataException">The file is damaged, or names what the policy does not allow.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static object? Read(string path, PicklePolicy policy, CancellationToken cancellationToken)
    {
        using var file = ModelFile.Open(path);
        return Read(file, policy, new JoblibCompanions(path, cancellationToken), cancellationToken);
    }

    /// <summary>Reads a file that was opened.</summary>
    /// <param name="file">The file, at its start.</param>
    /// <param name="policy">The classes that it may name.</param>
    /// <param name="companions">Reads the files beside it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or names what the policy does not allow.</exception>
    public static object? Read(
        Stream file,
        PicklePolicy policy,
        JoblibCompanions companions,
        CancellationToken cancellationToken)
    {
        Span<byte> prefix = stackalloc byte[Decompressor.PrefixLength];
        var length = file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (length == 0)
        {
            throw new InvalidDataException("the file is empty");
        }

        var format = Decompressor.Detect(prefix[..length]);
        file.Position = 0;
        if (format == CompressionFormat.None)
        {
            return Read(new FileSource(file, file.Length, isExact: true, cancellationToken), policy, companions);
        }

        using var unpacked = Decompressor.Open(file, format);
        var limit = DecompressionLimit.Get(file.Length);
        var source = new FileSource(unpacked, limit, isExact: false, cancellationToken);
        var value = Read(source, policy, companions);
        source.ReadToEnd();
        return value;
    }

    private static object? Read(FileSource source, PicklePolicy policy, JoblibCompanions companions)
    {
        var budget = new PickleBudget();
        return new PickleReader(source, policy, new JoblibArrays(source, policy, budget, companions), budget).Read();
    }
}
