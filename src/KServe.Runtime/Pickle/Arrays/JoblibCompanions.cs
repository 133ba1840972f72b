using KServe.Runtime.Compression;
using KServe.Runtime.Files;
using KServe.Runtime.Numpy;

namespace KServe.Runtime.Pickle.Arrays;

/// <summary>Reads the files that joblib before 0.10 wrote beside a pickle, one for each array.</summary>
/// <remarks>Source: <c>joblib/numpy_pickle_compat.py</c>. Only files of the pickle's own folder are read.</remarks>
internal sealed class JoblibCompanions(string path, CancellationToken cancellationToken)
{
    // a small pickle could name one large file again and again
    private const int MostFiles = 100_000;
    private const int LongestName = 255;

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Reads an array of an .npy file.</summary>
    /// <param name="name">The file's name, as the pickle says it.</param>
    /// <param name="readObjects">Reads the pickle of an array of Python values.</param>
    public NumpyArray ReadNpy(object? name, Func<FileSource, object?> readObjects)
    {
        using var file = Open(name);
        return NpyReader.Read(new FileSource(file, file.Length, isExact: true, cancellationToken), readObjects);
    }

    /// <summary>Reads the plain bytes of an array from a compressed file.</summary>
    public byte[] ReadPacked(object? name, long length)
    {
        using var file = Open(name);
        using var unpacked = Decompressor.Open(file, CompressionFormat.ZFile);
        var limit = DecompressionLimit.Get(file.Length);
        var source = new FileSource(unpacked, limit, isExact: false, cancellationToken);
        var bytes = source.ReadBytes(length);
        source.ReadToEnd();
        return bytes;
    }

    private FileStream Open(object? name)
    {
        if (name is not string file
            || file.Length is 0 or > LongestName
            || file is "." or ".."
            || file.AsSpan().IndexOfAny("/\\:\0") >= 0
            || _read.Count == MostFiles
            || !_read.Add(file))
        {
            throw new InvalidDataException("an array is said to lie in a file that is not beside this one");
        }

        var companion = new FileInfo(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file));
        if (!companion.Exists)
        {
            throw new InvalidDataException($"the file '{file}' is missing, which holds an array");
        }

        // a link may stand for a file beside it, not for one elsewhere
        var target = companion.ResolveLinkTarget(returnFinalTarget: true);
        if (target is not null && Path.GetDirectoryName(target.FullName) != companion.DirectoryName)
        {
            throw new InvalidDataException($"the file '{file}' lies outside of the model's folder");
        }

        return ModelFile.Open(companion.FullName);
    }
}
