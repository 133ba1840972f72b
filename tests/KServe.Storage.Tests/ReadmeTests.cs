using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void AddStorage_AsInTheReadme_HasTheOptions()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        string token = "t";

        builder.Services.AddKServeCore().AddStorage(storage =>
        {
            storage.CacheDirectory = "/var/lib/models";
            storage.RequireDigest = true;
            storage.Headers["models.example.com"] = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authorization"] = $"Bearer {token}",
            };
        });

        using IHost host = builder.Build();
        StorageOptions options = host.Services.GetRequiredService<IOptions<StorageOptions>>().Value;
        Assert.True(options.RequireDigest);
        Assert.Equal("Bearer t", options.Headers["models.example.com"]["Authorization"]);
    }
}
