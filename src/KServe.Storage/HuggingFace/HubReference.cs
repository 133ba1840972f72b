namespace KServe.Storage.HuggingFace;

/// <summary>A checked <c>hf://</c> URI.</summary>
/// <param name="Repository">The owner and the name, or the name alone of the oldest models.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
internal sealed record HubReference(string Repository, string Revision)
{
    private const int CommitLength = 40;

    /// <summary>Gets the patterns of the URI; <see langword="null"/> when it has none.</summary>
    public IReadOnlyList<string>? Allow { get; init; }

    /// <summary>Gets the patterns that the URI adds to those that are not downloaded.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Gets whether the revision can mean one thing only.</summary>
    public bool IsCommit => IsCommitName(Revision);

    /// <summary>Gets what errors, logs and progress call it.</summary>
    public string Display => $"hf://{Repository}:{Revision}";

    public static bool IsCommitName(string? text) =>
        text is { Length: CommitLength } && text.All(char.IsAsciiHexDigitLower);
}
