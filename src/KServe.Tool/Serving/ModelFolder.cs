using System.Globalization;

namespace KServe.Tool.Serving;

/// <summary>Tells a folder of models from the folder of one model, as KServe's servers do.</summary>
internal static class ModelFolder
{
    /// <summary>Tells whether a folder holds no model itself but sub-folders that may.</summary>
    /// <remarks>Sub-folders that are all numbers are versions of one model.</remarks>
    public static bool IsRepository(string path, IEnumerable<IServingRuntime> runtimes)
    {
        if (!Directory.Exists(path))
        {
            return false;
        }

        var hasModels = Directory.EnumerateDirectories(path)
            .Select(static folder => Path.GetFileName(folder))
            .Any(static name => !name.StartsWith('.') && !IsVersion(name));
        return hasModels && runtimes.All(runtime => runtime.DetectFormat(path) is null);
    }

    private static bool IsVersion(string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
