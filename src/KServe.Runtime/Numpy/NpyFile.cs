using KServe.Runtime.Files;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Numpy;

/// <summary>Reads .npy files.</summary>
internal static class NpyFile
{
    /// <summary>Reads the array of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InferenceException">The file is damaged, or holds Python values.</exception>
    public static NumpyArray Read(string path, CancellationToken cancellationToken = default) =>
        ModelFile.Guard(path, ReadArray, cancellationToken);

    private static NumpyArray ReadArray(string path, CancellationToken cancellationToken)
    {
        using var file = ModelFile.Open(path);
        return NpyReader.Read(new FileSource(file, file.Length, isExact: true, cancellationToken));
    }
}
