namespace KServe.Runtime.Files;

/// <summary>Opens model files, and makes their errors, which name the file without its folder.</summary>
internal static class ModelFile
{
    /// <summary>Creates the error for a file that cannot be read as a model.</summary>
    /// <param name="path">The file; only its name is shown.</param>
    /// <param name="reason">What is wrong, where, and what was expected.</param>
    public static InferenceException Error(string path, string reason) =>
        InferenceException.InvalidArgument($"{Path.GetFileName(path)}: {reason}");

    /// <summary>Opens a file for readers that buffer themselves.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    /// <summary>Runs a reader, and turns what it throws for bad files into <see cref="Error"/>.</summary>
    public static T Guard<T>(
        string path,
        Func<string, CancellationToken, T> read,
        CancellationToken cancellationToken)
    {
        try
        {
            return read(path, cancellationToken);
        }
        catch (Exception e) when (ContentErrors.Is(e))
        {
            throw Error(path, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // the text of these names folders
            throw Error(path, "the file cannot be read");
        }
    }
}
