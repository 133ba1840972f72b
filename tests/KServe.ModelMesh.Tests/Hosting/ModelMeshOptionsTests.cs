using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.ModelMesh.Tests.Hosting;

public sealed class ModelMeshOptionsTests
{
    [Fact]
    public async Task Validate_ManyErrors_AllAreNamed()
    {
        await using var services = NewServices(static options =>
        {
            options.Budget = 0;
            options.MaxConcurrentLoads = 0;
            options.QueueTimeout = TimeSpan.Zero;
            options.MaxFailureExpiry = TimeSpan.FromSeconds(1);
            options.SizeFactor = double.NaN;
            options.Models["a"] = new MeshModelOptions();
            options.Models["../b"] = new MeshModelOptions { Uri = "/b", Size = -1 };
            options.Aliases["a"] = "";
        });
        var error = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IOptions<ModelMeshOptions>>().Value);
        string[] expected =
        [
            "Budget", "MaxConcurrentLoads", "QueueTimeout", "MaxFailureExpiry", "SizeFactor", "Models:a: Uri",
            "Models:../b: model name", "Models:../b: Size", "Aliases:a is the name", "Aliases:a must name",
        ];
        Assert.All(expected, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
        Assert.Equal(expected.Length, error.Failures.Count());
    }

    [Fact]
    public async Task Configuration_Section_IsBound()
    {
        await using var services = NewServices(configure: null, new Dictionary<string, string?>
        {
            ["KServe:ModelMesh:Budget"] = "1000",
            ["KServe:ModelMesh:IdleTimeout"] = "00:05:00",
            ["KServe:ModelMesh:Models:iris:Uri"] = "/models/iris",
            ["KServe:ModelMesh:Models:iris:Pinned"] = "true",
            ["KServe:ModelMesh:Aliases:live"] = "iris",
            ["KServe:ModelMesh:Preload:0"] = "iris",
        });
        var options = services.GetRequiredService<IOptions<ModelMeshOptions>>().Value;
        Assert.Equal(1000, options.Budget);
        Assert.Equal(TimeSpan.FromMinutes(5), options.IdleTimeout);
        Assert.True(options.Models["iris"].Pinned);
        Assert.Equal("iris", options.Aliases["live"]);
        Assert.Equal(["iris"], options.Preload);
        Assert.Equal("iris", services.GetRequiredService<IModelMesh>().GetAlias("live").Target);
    }

    [Fact]
    public void AddModelMesh_Twice_OneMesh()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddKServeCore().AddModelMesh().AddModelMesh();
        Assert.Single(services, static service => service.ServiceType == typeof(IModelMesh));
    }

    private static ServiceProvider NewServices(
        Action<ModelMeshOptions>? configure,
        Dictionary<string, string?>? settings = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build());
        services.AddKServeCore().AddModelMesh(configure);
        return services.BuildServiceProvider();
    }
}
