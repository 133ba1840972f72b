namespace KServe.Runtime.Files;

/// <summary>Makes the errors of model files, which name the file without its folder.</summary>
internal static class ModelFile
{
    /// <summary>Creates the error for a file that cannot be read as a model.</summary>
    /// <param name="path">The file; only its name is shown.</param>
    /// <param name="reason">What is wrong, where, and what was expected.</param>
    public static InferenceException Error(string path, string reason) =>
        InferenceException.InvalidArgument($"{Path.GetFileName(path)}: {reason}");
}
