namespace KServe.LoadTest.Peers.Programs;

/// <summary>Finds files of the repository that this program was built from.</summary>
/// <remarks>Node.js looks for packages beside its scripts, so that these run where they lie and not from a copy.</remarks>
internal static class PeerFiles
{
    private const string Solution = "KServe.Core.sln";
    private static readonly string? Root = FindRoot();

    /// <summary>The folder of the Node.js servers, relative to the repository.</summary>
    public const string NodeFolder = "benchmarks/KServe.LoadTest/Peers/node";

    /// <summary>Gets the path of a file; that of one that does not exist when there is no repository.</summary>
    /// <param name="relative">The path inside the repository.</param>
    public static string Get(string relative) => Path.Combine(Root ?? AppContext.BaseDirectory, relative);

    private static string? FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Solution)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
