namespace KServe.Protocol.Grpc;

/// <summary>Holds what all parts of one decoding need.</summary>
internal ref struct DecodeContext(
    Memory<byte> message,
    TensorPool pool,
    ProtocolLimits limits,
    NameCache names,
    bool isRequest)
{
    public readonly Memory<byte> Message = message;
    public readonly ReadOnlySpan<byte> Span = message.Span;
    public readonly TensorPool Pool = pool;
    public readonly ProtocolLimits Limits = limits;
    public readonly NameCache Names = names;
    public readonly bool IsRequest = isRequest;

    /// <summary>Counts down over all levels of the message, so that the work is bounded as a whole.</summary>
    public int ParametersLeft = limits.MaxParameters;

    /// <summary>Tells whether a tensor had typed contents.</summary>
    public bool HasTypedContents;

    public readonly string TensorKind => IsRequest ? "input" : "output";

    public readonly string RawField => IsRequest ? "raw_input_contents" : "raw_output_contents";

    public readonly string GetName(ReadOnlySpan<byte> utf8, string field)
    {
        if (utf8.Length > Limits.MaxNameLength)
        {
            throw InferenceException.InvalidArgument(
                $"{field} has {utf8.Length} bytes, at most {Limits.MaxNameLength} are allowed");
        }

        return Names.Get(utf8);
    }

    public readonly string? GetId(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Limits.MaxIdLength)
        {
            throw InferenceException.InvalidArgument(
                $"id has {utf8.Length} bytes, at most {Limits.MaxIdLength} are allowed");
        }

        return utf8.IsEmpty ? null : ProtoReader.ToText(utf8);
    }
}
