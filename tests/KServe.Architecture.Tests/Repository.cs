using System.Xml.Linq;

namespace KServe.Architecture.Tests;

/// <summary>Finds the files of the repository that the tests look at.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Lists the projects that ship, by name.</summary>
    public static IReadOnlyDictionary<string, XDocument> ShippedProjects { get; } = Directory
        .EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(static file => Path.GetFileNameWithoutExtension(file), XDocument.Load, StringComparer.Ordinal);

    /// <summary>Lists the C# files of some top-level folders, without build output.</summary>
    public static IEnumerable<string> SourceFiles(params string[] folders) => folders
        .Select(static folder => Path.Combine(Root, folder))
        .Where(Directory.Exists)
        .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal)
            && !file.Contains("/node_modules/", StringComparison.Ordinal));

    public static IReadOnlyList<string> Items(XDocument project, string name) =>
        [.. project.Descendants(name).Select(static item => item.Attribute("Include")!.Value)];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KServe.Core.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("KServe.Core.sln is in no parent folder.");
        }

        return folder.FullName;
    }
}
