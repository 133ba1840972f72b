using KServe.Storage.HuggingFace;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Tests.HuggingFace;

public sealed class HubEnvironmentTests
{
    [Fact]
    public void AddStorage_Environment_IsTheDefault()
    {
        HuggingFaceOptions options = Read([], new()
        {
            ["HF_TOKEN"] = " hf_x ",
            ["HF_ENDPOINT"] = "https://hub.example.com/hf",
            ["HF_HUB_OFFLINE"] = "true",
            ["STORAGE_ALLOW_PATTERNS"] = "[\"*.gguf\", \"a,b.json\"]",
            ["STORAGE_IGNORE_PATTERNS"] = "*.md, original/",
        });

        Assert.Equal("hf_x", options.Token);
        Assert.Equal("https://hub.example.com/hf", options.Endpoint);
        Assert.True(options.Offline);
        Assert.Equal(["*.gguf", "a,b.json"], options.AllowPatterns);
        Assert.Equal(["*.md", "original/"], options.IgnorePatterns);
    }

    [Fact]
    public void AddStorage_ConfigurationAndCode_StandAboveTheEnvironment()
    {
        HuggingFaceOptions options = Read(
            new()
            {
                ["KServe:Storage:HuggingFace:Token"] = "hf_configured",
                ["KServe:Storage:HuggingFace:AllowPatterns:0"] = "*.onnx",
            },
            new() { ["HF_TOKEN"] = "hf_x", ["STORAGE_ALLOW_PATTERNS"] = "*.gguf", ["HF_HUB_OFFLINE"] = "0" },
            static o => o.HuggingFace.MaxFiles = 7);

        Assert.Equal("hf_configured", options.Token);
        Assert.Equal(["*.onnx"], options.AllowPatterns);
        Assert.False(options.Offline);
        Assert.Equal(7, options.MaxFiles);
    }

    [Fact]
    public void AddStorage_Nothing_IsTheHubItself()
    {
        HuggingFaceOptions options = Read([], []);

        Assert.Equal("https://huggingface.co", options.Endpoint);
        Assert.Null(options.Token);
        Assert.False(options.Offline);
    }

    private static HuggingFaceOptions Read(
        Dictionary<string, string?> configuration,
        Dictionary<string, string> environment,
        Action<StorageOptions>? configure = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<HubEnvironment>(new FakeEnvironment(environment));
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        services.AddKServeCore().AddStorage(configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<StorageOptions>>().Value.HuggingFace;
    }

    private sealed class FakeEnvironment(Dictionary<string, string> values) : HubEnvironment
    {
        protected override string? Get(string name) => values.GetValueOrDefault(name);
    }
}
