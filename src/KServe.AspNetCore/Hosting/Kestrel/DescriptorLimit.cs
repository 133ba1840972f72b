using System.Globalization;

namespace KServe.AspNetCore;

/// <summary>How many connections the file descriptors of the process are enough for.</summary>
/// <remarks>
/// Assemblies that are loaded late need descriptors too, and the runtime remembers for the life of the process what it
/// could not load: a server that clients once brought to its limit would refuse every connection from then on.
/// </remarks>
internal static class DescriptorLimit
{
    private const string LimitsFile = "/proc/self/limits";
    private const string OpenFolder = "/proc/self/fd";
    private const string Name = "Max open files";

    // What the runtime still loads, and the files and connections that models need.
    private const int Reserve = 64;
    private const int ReserveShare = 16;

    // Health checks must come through, however little there is.
    private const int Least = 8;

    /// <summary>Finds the number of descriptors that the process may have; null when there is no telling.</summary>
    public static int? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            return Parse(File.ReadLines(LimitsFile));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the limit that counts from the lines of the system.</summary>
    public static int? Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.StartsWith(Name, StringComparison.Ordinal))
            {
                var columns = line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return columns.Length > 0
                    && int.TryParse(columns[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                    ? limit
                    : null;
            }
        }

        return null;
    }

    /// <summary>Counts the descriptors in use; zero when there is no telling.</summary>
    public static int CountOpen()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(OpenFolder).Count();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Gets how many connections there may be.</summary>
    /// <param name="limit">The descriptors that the process may have.</param>
    /// <param name="open">Those in use.</param>
    /// <param name="most">The number that is enough.</param>
    public static int GetConnections(int limit, int open, int most)
    {
        var free = limit - open - Reserve - (limit / ReserveShare);
        return Math.Clamp(free, Least, most);
    }
}
