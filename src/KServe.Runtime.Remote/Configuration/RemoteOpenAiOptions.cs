namespace KServe.Runtime.Remote;

/// <summary>Configures a remote model that is called by OpenAI's protocol; ignored by other protocols.</summary>
public sealed class RemoteOpenAiOptions
{
    /// <summary>Gets or sets what the model makes.</summary>
    /// <value>Default: <see cref="RemoteTextTask.Generation"/>.</value>
    public RemoteTextTask Task { get; set; }

    /// <summary>Gets or sets the key that is sent as <c>Authorization: Bearer</c>.</summary>
    /// <value>Default: <see langword="null"/>, for none. Never logged, and never shown to clients.</value>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the file that holds the key, such as a mounted secret.</summary>
    /// <value>Default: <see langword="null"/>. Read when the model is loaded; excludes <see cref="ApiKey"/>.</value>
    public string? ApiKeyFile { get; set; }

    /// <summary>Gets or sets how long the server may take for each event behind the first.</summary>
    /// <value>
    /// From 10 milliseconds to one day. Default: 60 seconds. Until the first event,
    /// <see cref="RemoteModelOptions.AttemptTimeout"/> counts.
    /// </value>
    public TimeSpan ChunkTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets the most bytes of one event.</summary>
    /// <value>From 1024 to 268435456. Default: 4194304 (4 MiB).</value>
    public int MaxEventLength { get; set; } = 4 << 20;

    /// <summary>Gets or sets whether the most tokens of a chat are called <c>max_completion_tokens</c>.</summary>
    /// <value>Default: <see langword="false"/>, for <c>max_tokens</c>.</value>
    public bool UsesMaxCompletionTokens { get; set; }

    /// <summary>Gets or sets whether answers are asked for as events.</summary>
    /// <value>
    /// Default: <see langword="true"/>. Some servers refuse events together with tools; whole answers have
    /// <see cref="RemoteModelOptions.AttemptTimeout"/> in all.
    /// </value>
    public bool AsksForEvents { get; set; } = true;

    /// <summary>Gets or sets whether the server is asked to tell the tokens used.</summary>
    /// <value>Default: <see langword="true"/>. Some servers refuse <c>stream_options</c>.</value>
    public bool AsksForUsage { get; set; } = true;

    /// <summary>Gets or sets whether JSON schemas are marked as <c>strict</c>.</summary>
    /// <value>Default: <see langword="true"/>. OpenAI itself then takes only some schemas, and holds to them. Ignored
    /// where the client says it itself.</value>
    public bool MarksSchemasStrict { get; set; } = true;
}
