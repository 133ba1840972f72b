using System.Diagnostics.CodeAnalysis;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Points to the one model file of an artifact and checks it before it is loaded.</summary>
internal sealed class OnnxModelFile
{
    private const string Extension = ".onnx";
    private const string PreferredName = "model.onnx";

    private OnnxModelFile(string path) => FullPath = path;

    public string FullPath { get; }

    /// <summary>Gets the name without its folder, which errors may show.</summary>
    public string Name => Path.GetFileName(FullPath);

    /// <summary>Tells whether a file, or any file of a folder, has the extension.</summary>
    public static bool Exists(string path) =>
        File.Exists(path)
            ? HasExtension(path)
            : Directory.Exists(path) && Directory.EnumerateFiles(path).Any(HasExtension);

    /// <summary>Finds the model file: the path, <c>model.onnx</c> in it, or the only <c>*.onnx</c> in it.</summary>
    /// <param name="path">A file, taken whatever it is called, or a folder.</param>
    /// <param name="file">The model file.</param>
    /// <returns><see langword="false"/> when there is none.</returns>
    /// <exception cref="InferenceException">There are several and none has the preferred name.</exception>
    public static bool TryFind(string path, [NotNullWhen(true)] out OnnxModelFile? file)
    {
        file = null;
        if (File.Exists(path))
        {
            file = new OnnxModelFile(Path.GetFullPath(path));
            return true;
        }

        if (!Directory.Exists(path))
        {
            return false;
        }

        foreach (var candidate in Directory.EnumerateFiles(path).Where(HasExtension))
        {
            if (string.Equals(Path.GetFileName(candidate), PreferredName, StringComparison.Ordinal))
            {
                file = new OnnxModelFile(Path.GetFullPath(candidate));
                return true;
            }
        }

        var candidates = Directory.EnumerateFiles(path).Where(HasExtension).Take(2).ToArray();
        if (candidates.Length > 1)
        {
            throw InferenceException.InvalidArgument(
                "More than one model file is detected, Only one is allowed within model_dir");
        }

        file = candidates is [var only] ? new OnnxModelFile(Path.GetFullPath(only)) : null;
        return file is not null;
    }

    /// <summary>Checks size and structure, and that data outside the file stay inside its folder.</summary>
    /// <exception cref="InvalidDataException">The file is refused; the message shows no folder.</exception>
    public OnnxModelFacts Check(CancellationToken cancellationToken)
    {
        try
        {
            using var handle = File.OpenHandle(FullPath);
            var length = RandomAccess.GetLength(handle);
            if (length is 0 or > int.MaxValue)
            {
                throw new InvalidDataException(
                    length == 0 ? "it is empty" : "it is 2 GiB or larger: keep the weights in external data files");
            }

            var facts = new OnnxModelScanner(new ProtoFileReader(handle), cancellationToken).Scan();
            var folder = new ExternalDataFolder(FullPath);
            foreach (var data in facts.ExternalData)
            {
                folder.Check(data);
            }

            facts.FileBytes = length + folder.TotalLength;
            return facts;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException("it cannot be read", error);
        }
    }

    private static bool HasExtension(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
}
