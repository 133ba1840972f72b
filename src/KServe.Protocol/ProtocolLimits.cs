namespace KServe.Protocol;

/// <summary>Bounds what a decoder takes from a client.</summary>
/// <remarks>
/// Immutable and safe to share. The memory of tensors needs no limit of its own: it is bounded by the length of the
/// body, which the transport bounds.
/// </remarks>
public sealed record ProtocolLimits
{
    /// <summary>Gets the limits that hold unless others are given.</summary>
    public static ProtocolLimits Default { get; } = new();

    /// <summary>Gets the most input tensors of one request.</summary>
    /// <value>The default is 1000.</value>
    public int MaxInputs { get; init; } = 1000;

    /// <summary>Gets the most outputs that one request may ask for.</summary>
    /// <value>The default is 1000.</value>
    public int MaxOutputs { get; init; } = 1000;

    /// <summary>Gets the most parameters of one request, its tensors' parameters included.</summary>
    /// <value>The default is 1000.</value>
    public int MaxParameters { get; init; } = 1000;

    /// <summary>Gets the most unknown keys, which are ignored, of one JSON object.</summary>
    /// <value>The default is 1000.</value>
    public int MaxObjectKeys { get; init; } = 1000;

    /// <summary>Gets the deepest nesting of arrays and objects in JSON.</summary>
    /// <value>The default is 64.</value>
    public int MaxJsonDepth { get; init; } = 64;

    /// <summary>Gets the longest name of a tensor, parameter or other JSON key, in bytes of UTF-8.</summary>
    /// <value>The default is 1024.</value>
    public int MaxNameLength { get; init; } = 1024;

    /// <summary>Gets the longest id of a request, in bytes of UTF-8.</summary>
    /// <value>The default is 1024.</value>
    public int MaxIdLength { get; init; } = 1024;

    /// <summary>Gets the longest text of one parameter, in bytes of UTF-8.</summary>
    /// <value>The default is 65536.</value>
    public int MaxParameterLength { get; init; } = 65536;

    /// <summary>Gets the longest number in JSON, in digits and signs.</summary>
    /// <value>The default is 1024, more than any double needs.</value>
    public int MaxNumberLength { get; init; } = 1024;

    /// <summary>Gets whether arrays of numbers may be read without tokens; only the time differs.</summary>
    internal bool ScansArrays { get; init; } = true;
}
