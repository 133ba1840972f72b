namespace KServe.Storage;

/// <summary>Configures downloads from the Hugging Face Hub, or a server that speaks as it does.</summary>
/// <remarks>
/// Not safe for concurrent changes; read once, when the first model is asked for. What the environment says
/// (<c>HF_TOKEN</c>, <c>HF_ENDPOINT</c>, <c>HF_HUB_OFFLINE</c>, <c>STORAGE_ALLOW_PATTERNS</c>,
/// <c>STORAGE_IGNORE_PATTERNS</c>) are the defaults.
/// </remarks>
public sealed class HuggingFaceOptions
{
    /// <summary>Gets or sets the address of the hub.</summary>
    /// <value>An address of http or https. The default is <c>https://huggingface.co</c>.</value>
    /// <remarks>
    /// A hub in a private network needs <see cref="StorageOptions.AllowedPrivateHosts"/> or
    /// <see cref="StorageOptions.AllowPrivateNetworks"/>, too.
    /// </remarks>
    public string Endpoint { get; set; } = "https://huggingface.co";

    /// <summary>Gets or sets the token that private and gated models need.</summary>
    /// <value>The default is none.</value>
    /// <remarks>Sent to <see cref="Endpoint"/> alone, never to where the hub redirects.</remarks>
    public string? Token { get; set; }

    /// <summary>Gets or sets whether only models of the cache are served.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Offline { get; set; }

    /// <summary>Gets or sets how many files of a model are downloaded at the same time.</summary>
    /// <value>From 1 to 32; the default is 4.</value>
    public int MaxParallelFiles { get; set; } = 4;

    /// <summary>Gets or sets how many files a model may have.</summary>
    /// <value>From 1 to 100,000; the default is 10,000. Files that are not downloaded do not count.</value>
    public int MaxFiles { get; set; } = 10_000;

    /// <summary>Gets the names of the files that are downloaded.</summary>
    /// <value>
    /// Patterns with <c>*</c>, <c>?</c> and <c>[a-z]</c>, as Python's fnmatch has them. None stands for the default:
    /// <c>*.safetensors</c>, <c>*.gguf</c>, <c>*.json</c>, <c>*.txt</c>, <c>*.model</c> and <c>*.jinja</c>.
    /// </value>
    /// <remarks>
    /// A pattern brings pickles (<c>.bin</c>, <c>.pt</c>, <c>.pkl</c> ...) only when it ends with their extension: they
    /// can run code in the programs that load them. <c>hf://owner/model?allow=...</c> replaces these patterns.
    /// </remarks>
    public IList<string> AllowPatterns { get; } = [];

    /// <summary>Gets the names of files that are not downloaded although they are allowed.</summary>
    /// <value>Patterns as those of <see cref="AllowPatterns"/>; the default is none.</value>
    /// <remarks><c>hf://owner/model?ignore=...</c> adds to these patterns.</remarks>
    public IList<string> IgnorePatterns { get; } = [];
}
