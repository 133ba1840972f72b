using System.Collections.ObjectModel;

namespace KServe;

/// <summary>Points to a model on the local disk, ready to be loaded.</summary>
/// <param name="ModelName">The model's name.</param>
/// <param name="Path">The local file or folder.</param>
public sealed record ModelArtifact(string ModelName, string Path)
{
    /// <summary>Gets the format that was asked for or found; <see langword="null"/> when not known.</summary>
    public string? Format { get; init; }

    /// <summary>Gets the options of the model as written in configuration, for the runtime to read.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
