namespace KServe.Storage.HuggingFace;

/// <summary>What the hub's API says of a model at a revision; all of it is still to be checked.</summary>
internal sealed record HubModelInfo
{
    /// <summary>Gets the commit.</summary>
    public string? Sha { get; init; }

    public IReadOnlyList<HubSibling?>? Siblings { get; init; }
}
