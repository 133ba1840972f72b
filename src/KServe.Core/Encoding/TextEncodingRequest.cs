namespace KServe;

/// <summary>Asks for vectors of texts.</summary>
/// <param name="Inputs">The texts, at least one.</param>
public sealed record TextEncodingRequest(IReadOnlyList<TextInput> Inputs)
{
    /// <summary>Gets how many numbers of each embedding are wanted; <see langword="null"/> for all.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Gets whether longer inputs are cut to what the model takes; they are refused otherwise.</summary>
    public bool Truncates { get; init; }
}
