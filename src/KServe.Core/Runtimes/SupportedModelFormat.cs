namespace KServe;

/// <summary>Names a model format that a serving runtime can load.</summary>
/// <param name="Name">The format, like <c>onnx</c> or <c>sklearn</c>; compared without case.</param>
/// <param name="Version">The format's version; <see langword="null"/> when the runtime names none.</param>
public sealed record SupportedModelFormat(string Name, string? Version = null)
{
    /// <summary>Gets whether the runtime may be chosen without being named; so by default.</summary>
    public bool AutoSelect { get; init; } = true;

    /// <summary>Gets the rank among runtimes for the format, larger first; by default none, which is last.</summary>
    public int? Priority { get; init; }
}
