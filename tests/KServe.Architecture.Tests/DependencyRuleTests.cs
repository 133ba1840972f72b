namespace KServe.Architecture.Tests;

/// <summary>Holds the arrows of docs/architecture.md.</summary>
public sealed class DependencyRuleTests
{
    // Package -> packages of ours that it may know. A new package gets a line here and a place on the architecture page.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["KServe.Core"] = [],
        ["KServe.Protocol"] = ["KServe.Core"],
        ["KServe.Storage"] = ["KServe.Core"],
        ["KServe.Kernels"] = [],
        ["KServe.Runtime"] = ["KServe.Core", "KServe.Kernels"],
        ["KServe.Explainers"] = ["KServe.Core", "KServe.Kernels"],
        ["KServe.Batching"] = ["KServe.Core"],
        ["KServe.Graphs"] = ["KServe.Core", "KServe.Protocol"],
        ["KServe.ModelMesh"] = ["KServe.Core"],
        ["KServe.PayloadLogging"] = ["KServe.Core"],
        ["KServe.PayloadLogging.S3"] = ["KServe.Core", "KServe.PayloadLogging"],
        ["KServe.Detectors"] = ["KServe.Core", "KServe.PayloadLogging"],
        ["KServe.Transformers"] = ["KServe.Core", "KServe.Kernels"],
        ["KServe.Runtime.Generative"] = ["KServe.Core", "KServe.Kernels"],
        ["KServe.Runtime.OnnxRuntime"] = ["KServe.Core"],
        ["KServe.Client"] = ["KServe.Core", "KServe.Protocol"],
        ["KServe.Runtime.Remote"] = ["KServe.Core", "KServe.Protocol", "KServe.Client"],
        ["KServe.ControlPlane"] = ["KServe.Core", "KServe.Graphs", "KServe.PayloadLogging"],
        ["KServe.AspNetCore"] = ["KServe.Core", "KServe.Protocol", "KServe.ControlPlane", "KServe.Graphs"],
        ["KServe"] =
        [
            "KServe.Core", "KServe.Protocol", "KServe.Storage", "KServe.Runtime", "KServe.Explainers", "KServe.Batching",
            "KServe.ModelMesh", "KServe.ControlPlane", "KServe.Graphs", "KServe.PayloadLogging", "KServe.Detectors",
            "KServe.Transformers", "KServe.Runtime.Remote", "KServe.AspNetCore",
        ],
        ["KServe.Tool"] = ["KServe", "KServe.Runtime.OnnxRuntime"],
    };

    private static readonly string[] MayUseAspNetCore = ["KServe.AspNetCore", "KServe.Gateway", "KServe.Tool"];

    public static TheoryData<string> Projects => [.. Repository.ShippedProjects.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_EveryPackage_PointDown(string name)
    {
        Assert.True(Allowed.ContainsKey(name), $"{name} is not in the table of allowed references.");
        var references = Repository.Items(Repository.ShippedProjects[name], "ProjectReference")
            .Select(static path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        Assert.All(references, reference => Assert.Contains(reference, Allowed[name]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void FrameworkReferences_EveryPackage_WebFrameworkOnlyWhereServed(string name)
    {
        var usesWeb = Repository.Items(Repository.ShippedProjects[name], "FrameworkReference")
            .Contains("Microsoft.AspNetCore.App", StringComparer.Ordinal)
            || Repository.ShippedProjects[name].Root!.Attribute("Sdk")!.Value == "Microsoft.NET.Sdk.Web";
        Assert.True(!usesWeb || MayUseAspNetCore.Contains(name, StringComparer.Ordinal), $"{name} uses ASP.NET Core.");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void InternalsVisibleTo_EveryPackage_TestsOnly(string name)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, AssemblyFile(name));
        var friends = System.Reflection.Assembly.LoadFrom(assembly)
            .GetCustomAttributesData()
            .Where(static data => data.AttributeType.Name == "InternalsVisibleToAttribute")
            .Select(static data => (string)data.ConstructorArguments[0].Value!);
        Assert.All(friends, static friend => Assert.EndsWith(".Tests", friend, StringComparison.Ordinal));
    }

    [Fact]
    public void Core_PackageReferences_NoBackendAndNoWeb()
    {
        var packages = Repository.Items(Repository.ShippedProjects["KServe.Core"], "PackageReference");
        Assert.All(packages, static package => Assert.True(
            package.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || package == "System.Numerics.Tensors",
            $"KServe.Core references {package}."));
    }

    internal static string AssemblyFile(string project) => project + ".dll";
}
