namespace KServe.Protocol.Grpc;

/// <summary>Names the two ways in which a message carries the data of its tensors.</summary>
public enum TensorContentsForm : byte
{
    /// <summary>Raw little-endian bytes, one block for each tensor.</summary>
    Raw,

    /// <summary>Lists of numbers inside each tensor, like <c>fp32_contents</c>.</summary>
    Typed,
}
