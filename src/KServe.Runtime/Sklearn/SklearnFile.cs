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
    public static object? ReadDescription(string path, CancellationToken cancellationToken)
    {
        try
        {
            return PickleFile.Read(path, SklearnPolicy.IsAllowed, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw ModelFile.Error(path, e.Message);
        }
        catch (IOException)
        {
            throw ModelFile.Error(path, "the file cannot be read");
        }
        catch (UnauthorizedAccessException)
        {
            throw ModelFile.Error(path, "the file cannot be read");
        }
    }
}
