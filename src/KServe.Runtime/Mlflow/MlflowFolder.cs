namespace KServe.Runtime.Mlflow;

/// <summary>Keeps what an <c>MLmodel</c> file names inside its folder.</summary>
internal static class MlflowFolder
{
    /// <summary>Gets the full path of a file that the model names.</summary>
    /// <exception cref="InvalidDataException">It lies outside, or does not exist.</exception>
    public static string Resolve(string folder, string name)
    {
        if (name.Length == 0
            || name.AsSpan().ContainsAny('\0', ':', '\\')
            || Path.IsPathRooted(name)
            || name.Split('/').Any(static part => part is "" or ".."))
        {
            throw new InvalidDataException("a model file must be a relative path inside the model's folder");
        }

        var path = Path.GetFullPath(Path.Combine(folder, name));
        for (var part = path; part.Length > folder.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                throw new InvalidDataException("a model file must not be reached through a link");
            }
        }

        return File.Exists(path)
            ? path
            : throw new InvalidDataException($"the file '{Path.GetFileName(name)}' does not exist");
    }
}
