namespace KServe.Runtime.Generative.Weights;

/// <summary>Finds files of a model's folder, and nothing outside.</summary>
internal static class ModelFolder
{
    /// <summary>Tells whether a name is that of a file, without any folder.</summary>
    public static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 255
        && name[0] != '.'
        && name.AsSpan().IndexOfAny('/', '\\', ':') < 0
        && !name.AsSpan().ContainsAnyInRange('\0', '\x1f');

    /// <summary>Gets the path of a file, after the links in its place.</summary>
    /// <remarks>
    /// A link may lead to a file of the folder, or to the <c>blobs</c> two levels up, as in the cache of the Hugging
    /// Face Hub, where every file is such a link.
    /// </remarks>
    /// <exception cref="InferenceException">There is no such file, or it lies elsewhere.</exception>
    public static string Resolve(string folder, string name)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (!File.Exists(path))
        {
            throw WeightErrors.Create(name, "there is no such file");
        }

        try
        {
            if (File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target)
            {
                return path;
            }

            var home = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
            var place = Path.GetDirectoryName(target.FullName);
            return place == home || place == Path.GetFullPath(Path.Combine(home, "..", "..", "blobs"))
                ? target.FullName
                : throw WeightErrors.Create(name, "links to a file outside the model's folder");
        }
        catch (IOException)
        {
            throw WeightErrors.Create(name, "the file cannot be read");
        }
    }
}
