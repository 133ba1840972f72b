namespace KServe.Runtime.Files;

/// <summary>Finds the one model file of an artifact by KServe's rule.</summary>
internal static class ModelFiles
{
    /// <summary>The file that makes a folder an MLflow model.</summary>
    public const string MlflowFile = "MLmodel";

    /// <summary>Lists the files that may be the model: the file itself, or those of a folder.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="isCandidate">
    /// Looks at a file's name, and at its first bytes if the name does not say enough.
    /// </param>
    public static IEnumerable<string> List(string path, Func<string, bool> isCandidate)
    {
        if (File.Exists(path))
        {
            return isCandidate(path) ? [path] : [];
        }

        // An MLflow folder holds model files of other formats, which are read the way its MLmodel file says.
        return Directory.Exists(path) && !File.Exists(Path.Combine(path, MlflowFile))
            ? Directory.EnumerateFiles(path).Where(isCandidate).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>Gets the one file of a model whose format was said or found.</summary>
    /// <param name="artifact">A file, taken whatever it is called, or a folder.</param>
    /// <param name="isCandidate">As for <see cref="List"/>.</param>
    /// <param name="expected">The extensions that were looked for.</param>
    /// <exception cref="InferenceException">There is none, or there are several.</exception>
    public static string FindOne(ModelArtifact artifact, Func<string, bool> isCandidate, string expected) =>
        File.Exists(artifact.Path)
            ? artifact.Path
            : List(artifact.Path, isCandidate).Take(2).ToArray() switch
            {
                [var only] => only,
                [] => throw InferenceException.InvalidArgument(
                    $"model '{artifact.ModelName}' has no file that ends in {expected}"),
                _ => throw InferenceException.InvalidArgument(
                    "More than one model file is detected, Only one is allowed within model_dir"),
            };
}
