namespace KServe.Storage.HuggingFace;

/// <summary>Says which files of a model are downloaded.</summary>
/// <remarks>Safe for concurrent calls.</remarks>
internal sealed class HubSelection
{
    private static readonly string[] Defaults =
        ["*.safetensors", "*.gguf", "*.json", "*.txt", "*.model", "*.jinja"];

    // Python's pickles, by the names that they go under: what loads them may run what they say.
    private static readonly string[] PickleExtensions =
        [".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib"];

    private readonly string[] _allow;
    private readonly string[] _ignore;

    public HubSelection(HubReference reference, HuggingFaceOptions options)
    {
        IEnumerable<string> configured = options.AllowPatterns.Count > 0 ? options.AllowPatterns : Defaults;
        IEnumerable<string> allow = reference.Allow ?? configured;
        _allow = [.. allow.Select(WithContent)];
        _ignore = [.. options.IgnorePatterns.Concat(reference.Ignore).Select(WithContent)];
    }

    /// <summary>Gets a text that is the same for the same selection.</summary>
    public string Name => $"{string.Join('\n', _allow)}\n\n{string.Join('\n', _ignore)}";

    public bool Includes(string path) =>
        _allow.Any(pattern => FilePattern.IsMatch(pattern, path) && !IsUnasked(pattern, path))
        && !_ignore.Any(pattern => FilePattern.IsMatch(pattern, path));

    private static bool IsUnasked(string pattern, string path)
    {
        string? extension = Array.Find(
            PickleExtensions, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
        return extension is not null && !pattern.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
    }

    // A folder stands for all that is in it.
    private static string WithContent(string pattern) => pattern.EndsWith('/') ? pattern + "*" : pattern;
}
