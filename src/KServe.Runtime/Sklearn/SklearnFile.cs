using KServe.Runtime.Files;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn;

/// <summary>Reads the files that scikit-learn's models are saved in: pickle and joblib.</summary>
internal static class SklearnFile
{
    /// <summary>Reads a file as a description; nothing in it is run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InferenceException">The file is damaged, or names a class that is not supported.</exception>
    public static object? ReadDescription(string path, CancellationToken cancellationToken) =>
        ModelFile.Guard(path, ReadValue, cancellationToken);

    private static object? ReadValue(string path, CancellationToken cancellationToken) =>
        PickleFile.Read(path, SklearnPolicy.IsAllowed, cancellationToken);
}
