using System.Reflection;

namespace KServe.Architecture.Tests;

/// <summary>Compares the public surface of every package with its checked-in text.</summary>
/// <remarks>A wanted change: run the tests with KSERVE_UPDATE_API=1 and commit the difference.</remarks>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries =>
        [.. Repository.ShippedProjects.Keys.Where(static name => name != "KServe.Tool")];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicSurface_EveryPackage_IsAsCheckedIn(string name)
    {
        var assembly = Assembly.LoadFrom(
            Path.Combine(AppContext.BaseDirectory, DependencyRuleTests.AssemblyFile(name)));
        var actual = PublicSurface.Describe(assembly);
        var file = Path.Combine(
            Repository.Root, "tests", "KServe.Architecture.Tests", "PublicApi", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("KSERVE_UPDATE_API") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{name} has no snapshot of its public surface: run with KSERVE_UPDATE_API=1.");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
