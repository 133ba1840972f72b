using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Tests;

public sealed class StorageOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreValid() =>
        Assert.True(new StorageOptionsValidator().Validate(null, new StorageOptions()).Succeeded);

    [Fact]
    public void Validate_EveryBadValue_IsReportedAtOnce()
    {
        StorageOptions options = new()
        {
            CacheDirectory = " ",
            MaxDownloadBytes = 0,
            MaxExtractedBytes = -1,
            MaxArchiveEntries = 0,
            MaxCompressionRatio = 0,
            MaxPathLength = 5_000,
            MaxPathDepth = 256,
            ConnectTimeout = TimeSpan.Zero,
            ResponseTimeout = TimeSpan.FromDays(1),
            IdleTimeout = TimeSpan.FromSeconds(-1),
            DownloadTimeout = TimeSpan.FromDays(8),
            MaxRetries = 101,
            RetryDelay = TimeSpan.FromMinutes(1),
            MaxRedirects = 21,
        };
        options.AllowedPrivateHosts.Add("no host");
        options.Headers["bad host"] = new Dictionary<string, string>(StringComparer.Ordinal);
        options.Headers["host"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["X"] = "canary\r\nY: z" };

        options.HuggingFace.Endpoint = "ftp://hub";
        options.HuggingFace.Token = "canary\r\n";
        options.HuggingFace.MaxParallelFiles = 0;
        options.HuggingFace.MaxFiles = 0;
        options.HuggingFace.AllowPatterns.Add("");

        ValidateOptionsResult result = new StorageOptionsValidator().Validate(null, options);

        string[] failures = [.. result.Failures!];
        Assert.Equal(22, failures.Length);
        Assert.DoesNotContain(failures, static f => f.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public void AddStorage_Twice_AddsEachProviderOnce()
    {
        using StorageHost host = new(services: static s => s.AddKServeCore().AddStorage());
        Assert.Equal(
            ["file", "", "http", "https", "hf"],
            host.Providers.SelectMany(static p => p.Schemes),
            StringComparer.Ordinal);
    }

    [Fact]
    public void AddStorage_BadOptions_FailWithTheirName()
    {
        ServiceCollection services = new();
        services.AddKServeCore().AddStorage(static o => o.MaxRetries = -1);
        using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<StorageOptions>>().Value);
        Assert.Contains("MaxRetries", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddStorage_Configuration_IsReadOnceBeforeTheCode()
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["KServe:Storage:MaxRetries"] = "7",
                ["KServe:Storage:MaxRedirects"] = "7",
                ["KServe:Storage:IdleTimeout"] = "00:00:09",
                ["KServe:Storage:AllowedPrivateHosts:0"] = "models.internal",
                ["KServe:Storage:Headers:models.internal:X-Key"] = "k",
            }).Build());
        services.AddKServeCore().AddStorage().AddStorage(static o => o.MaxRedirects = 1);
        using ServiceProvider provider = services.BuildServiceProvider();

        StorageOptions options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;

        Assert.Equal(7, options.MaxRetries);
        Assert.Equal(1, options.MaxRedirects);
        Assert.Equal(TimeSpan.FromSeconds(9), options.IdleTimeout);
        Assert.Equal("models.internal", Assert.Single(options.AllowedPrivateHosts));
        Assert.Equal("k", options.Headers["MODELS.internal"]["X-Key"]);
    }
}
