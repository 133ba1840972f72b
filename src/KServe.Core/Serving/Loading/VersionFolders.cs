using System.Globalization;

namespace KServe;

/// <summary>Finds numbered version folders, as TensorFlow Serving and Triton lay them out.</summary>
internal static class VersionFolders
{
    /// <summary>Lists sub-folders whose name is a positive number without leading zeros, highest first.</summary>
    public static IReadOnlyList<string> Find(string path)
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateDirectories(path)
                .Select(static folder => Path.GetFileName(folder))
                .Where(static name => name is [>= '1' and <= '9', ..]
                    && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .OrderByDescending(static name => long.Parse(name, CultureInfo.InvariantCulture)),
        ];
    }
}
