namespace KServe.ModelMesh;

/// <summary>Describes one model that is loaded when it is called.</summary>
public sealed class MeshModelOptions
{
    /// <summary>Gets or sets where the model lies.</summary>
    /// <value>A path or a URI of a registered storage provider; not used by models that code describes.</value>
    public string? Uri { get; set; }

    /// <summary>Gets or sets the model format, like <c>sklearn</c>.</summary>
    /// <value>When left out, found by looking at the files.</value>
    public string? Format { get; set; }

    /// <summary>Gets or sets the bytes that the model is expected to need in memory.</summary>
    /// <value>
    /// More than zero. When left out, estimated by its files. After a load what the runtime reports counts instead.
    /// </value>
    public long? Size { get; set; }

    /// <summary>Gets or sets whether the model, once loaded, stays in memory.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Pinned { get; set; }

    internal bool IsSame(MeshModelOptions other) =>
        string.Equals(Uri, other.Uri, StringComparison.Ordinal)
        && string.Equals(Format, other.Format, StringComparison.Ordinal)
        && Size == other.Size
        && Pinned == other.Pinned;
}
