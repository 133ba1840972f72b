using System.IO.Compression;
using KServe.Runtime.Compression;
using KServe.Runtime.Files;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Numpy;

/// <summary>Reads .npz files: zip archives of .npy members.</summary>
internal static class NpzFile
{
    private const string Suffix = ".npy";
    private const int MostMembers = 100_000;

    /// <summary>Reads all arrays of a file by their names, in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InferenceException">The file or a member is damaged, or a member is no plain array.</exception>
    public static IReadOnlyDictionary<string, NumpyArray> Read(
        string path,
        CancellationToken cancellationToken = default) => ModelFile.Guard(path, ReadFile, cancellationToken);

    /// <summary>Reads all arrays of a file that was opened.</summary>
    /// <exception cref="InvalidDataException">The file or a member is damaged, or is no array.</exception>
    public static OrderedDictionary<string, NumpyArray> Read(Stream file, CancellationToken cancellationToken)
    {
        using var archive = OpenArchive(file);
        if (archive.Entries.Count > MostMembers)
        {
            throw new InvalidDataException($"the file has more than {MostMembers} members");
        }

        var arrays = new OrderedDictionary<string, NumpyArray>(StringComparer.Ordinal);
        var left = DecompressionLimit.Get(file.Length);
        foreach (var entry in archive.Entries)
        {
            if (entry.IsEncrypted)
            {
                throw new InvalidDataException("encrypted members are not supported");
            }

            var name = entry.FullName.EndsWith(Suffix, StringComparison.Ordinal)
                ? entry.FullName[..^Suffix.Length]
                : throw new InvalidDataException("a member is no .npy file");
            using var stream = new CheckedStream(entry.Open(), entry.Length, entry.Crc32);
            var source = new FileSource(stream, left, isExact: false, cancellationToken);
            if (!arrays.TryAdd(name, NpyReader.Read(source)))
            {
                throw new InvalidDataException("two members have the same name");
            }

            source.ReadToEnd();
            left -= source.Position;
        }

        return arrays;
    }

    private static OrderedDictionary<string, NumpyArray> ReadFile(string path, CancellationToken cancellationToken)
    {
        using var file = ModelFile.Open(path);
        return Read(file, cancellationToken);
    }

    private static ZipArchive OpenArchive(Stream file)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read);
            _ = archive.Entries.Count;
            return archive;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("this is no zip archive, or a damaged one", e);
        }
    }
}
