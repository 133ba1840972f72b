namespace KServe.Storage.Tests.HuggingFace;

internal static class FakeHubExtensions
{
    /// <summary>Opens storage whose hub it is, one file at a time.</summary>
    public static StorageHost Open(
        this FakeHub hub,
        Action<StorageOptions>? configure = null,
        string? root = null) => new(
        options =>
        {
            options.HuggingFace.Endpoint = hub.Endpoint;
            options.HuggingFace.MaxParallelFiles = 1;
            configure?.Invoke(options);
        },
        root: root);
}
