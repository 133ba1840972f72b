namespace KServe.Docs.Snippets;

internal static class StorageSetup
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
