namespace KServe.ModelMesh;

/// <summary>A place that lists models and changes while the host runs.</summary>
internal interface IMeshSource
{
    /// <summary>Gets the name in the log.</summary>
    string Name { get; }

    /// <summary>Gets whether a model that appears is loaded at once, as far as there is room.</summary>
    bool LoadsAtOnce { get; }

    /// <summary>Reads the list.</summary>
    /// <returns>The models by name; <see langword="null"/> when nothing has changed since the last time.</returns>
    /// <exception cref="IOException">The place cannot be read.</exception>
    /// <exception cref="InvalidDataException">The list is wrong.</exception>
    IReadOnlyDictionary<string, MeshModelOptions>? Read();
}
