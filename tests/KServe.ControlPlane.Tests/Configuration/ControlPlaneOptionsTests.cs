using System.Text;
using KServe.ControlPlane.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane.Tests.Configuration;

public sealed class ControlPlaneOptionsTests
{
    [Fact]
    public void Bind_KeysWithColons_ArriveWhole()
    {
        const string Json = """
            {"KServe": {"ControlPlane": {
                "DefaultNamespace": "team",
                "StorageMap": {"gs://bucket/": "/models/bucket/", "pvc://claim/a:b": "/mnt"},
                "RemoteContainers": {"registry.example.com:5000/acme/server": "grpc://triton:8001"}}}}
            """;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Json));
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(stream).Build());
        services.AddKServeCore().AddControlPlane();
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<ControlPlaneOptions>>().Value;
        Assert.Equal("team", options.DefaultNamespace);
        Assert.Equal(
            [new("gs://bucket/", "/models/bucket/"), new("pvc://claim/a:b", "/mnt")],
            options.StorageMap.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal("grpc://triton:8001", options.RemoteContainers["registry.example.com:5000/acme/server"]);
    }

    [Fact]
    public void Validate_WrongOptions_AllAreNamed()
    {
        var file = Path.GetTempFileName();
        try
        {
            var options = new ControlPlaneOptions { BaseUrl = "here", StateFolder = file, MaxStateBytes = 1 };
            options.RemoteContainers["acme/server"] = "triton:8001";
            var result = new ControlPlaneOptionsValidator().Validate(null, options);
            Assert.Equal(
                ["BaseUrl", "RemoteContainers:acme/server", "MaxStateBytes", "StateFolder"],
                result.Failures!.Select(static failure => failure.Split(' ')[0]["KServe:ControlPlane:".Length..]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task StatusUrl_WithoutBaseUrl_IsTheAddressOfTheServer()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Sample.Read("graph.yaml"));
        var here = server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Assert.Contains($"url: {here}/graphs/model-chainer\n", view.ToYaml(), StringComparison.Ordinal);
        var service = server.Controller.Get(new ResourceKey("InferenceService", "default", "sklearn-iris"))!;
        Assert.Contains($"  url: {here}\n", service.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusUrl_WithBaseUrl_IsThat()
    {
        await using var server = await TestServer.StartAsync(static kserve =>
            kserve.AddControlPlane(static options => options.BaseUrl = "https://models.example.com/"));
        var view = await server.ApplyAsync(Sample.Read("sklearn.yaml"));
        Assert.Contains("url: https://models.example.com\n", view.ToYaml(), StringComparison.Ordinal);
    }
}
