namespace KServe.Storage.Cache;

/// <summary>The folders of a cache.</summary>
internal sealed class CacheLayout(string root)
{
    private const string MarkerName = "complete.json";
    private const string ContentName = "content";

    public string Models { get; } = Path.Combine(root, "models");

    public string References { get; } = Path.Combine(root, "refs");

    public string Locks { get; } = Path.Combine(root, "locks");

    public string Temp { get; } = Path.Combine(root, "temp");

    public string Partial { get; } = Path.Combine(root, "partial");

    public static string Marker(string model) => Path.Combine(model, MarkerName);

    public static string Content(string model) => Path.Combine(model, ContentName);

    public string Model(string key) => Path.Combine(Models, key);

    public string Reference(string uriKey) => Path.Combine(References, uriKey + ".json");

    public string Lock(string uriKey) => Path.Combine(Locks, uriKey + ".lock");

    public void Create()
    {
        Directory.CreateDirectory(Models);
        Directory.CreateDirectory(References);
        Directory.CreateDirectory(Locks);
        Directory.CreateDirectory(Temp);
        Directory.CreateDirectory(Partial);
    }
}
