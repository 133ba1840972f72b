using KServe;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KServe.Docs.Snippets;

public static class StorageSetup
{
    public static void Add(HostApplicationBuilder builder, string token)
    {
        builder.Services.AddKServeCore().AddStorage(storage =>
        {
            storage.CacheDirectory = "/var/lib/models";
            storage.RequireDigest = true;
            storage.Headers["models.example.com"] = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authorization"] = $"Bearer {token}",
            };
        });
    }
}
