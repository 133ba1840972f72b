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

        ValidateOptionsResult result = new StorageOptionsValidator().Validate(null, options);

        string[] failures = [.. result.Failures!];
        Assert.Equal(17, failures.Length);
        Assert.DoesNotContain(failures, static f => f.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public void AddKServeStorage_Twice_AddsEachProviderOnce()
    {
        using StorageHost host = new(services: static s => s.AddKServeStorage());
        Assert.Equal(
            ["file", "", "http", "https"],
            host.Providers.SelectMany(static p => p.Schemes),
            StringComparer.Ordinal);
    }

    [Fact]
    public void AddKServeStorage_BadOptions_FailWithTheirName()
    {
        ServiceCollection services = new();
        services.AddKServeStorage(static o => o.MaxRetries = -1);
        using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptions<StorageOptions>>().Value);
        Assert.Contains("MaxRetries", error.Message, StringComparison.Ordinal);
    }
}
