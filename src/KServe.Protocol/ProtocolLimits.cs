namespace KServe.Protocol;

/// <summary>Bounds what one message may hold, whatever its protocol.</summary>
public sealed record ProtocolLimits
{
    /// <summary>Gets the default limits.</summary>
    public static ProtocolLimits Default { get; } = new();

    /// <summary>Gets the most input tensors of a request.</summary>
    /// <value>1 or more; 1000 by default.</value>
    public int MaxInputs { get; init; } = 1000;

    /// <summary>Gets the most outputs that a request asks for or a response holds.</summary>
    /// <value>1 or more; 1000 by default.</value>
    public int MaxOutputs { get; init; } = 1000;

    /// <summary>Gets the most parameters of a message, those of its tensors included.</summary>
    /// <value>0 or more; 1000 by default.</value>
    public int MaxParameters { get; init; } = 1000;

    /// <summary>Gets the deepest nesting of JSON.</summary>
    /// <value>1 or more; 64 by default.</value>
    public int MaxJsonDepth { get; init; } = 64;

    /// <summary>Gets the longest name of a model, tensor or parameter.</summary>
    /// <value>Bytes of UTF-8, 1 or more; 1024 by default.</value>
    public int MaxNameLength { get; init; } = 1024;

    /// <summary>Gets the longest id of a request.</summary>
    /// <value>Bytes of UTF-8, 1 or more; 1024 by default.</value>
    public int MaxIdLength { get; init; } = 1024;
}
