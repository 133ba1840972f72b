using System.Runtime.InteropServices;

namespace KServe.PayloadLogging;

/// <summary>What was taken of one tensor; its bytes lie in the buffer of the capture.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CapturedTensor(string Name, TensorDataType DataType, TensorShape Shape)
{
    /// <summary>Gets where the bytes begin.</summary>
    public int Offset { get; init; }

    /// <summary>Gets the number of bytes.</summary>
    public int Length { get; init; }

    /// <summary>Gets the number of elements that were taken.</summary>
    public long Count { get; init; }

    /// <summary>Gets whether elements were left out.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Gets whether the content was left out on purpose.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>Gets which elements are missing, ascending; none for numbers.</summary>
    public required int[] Missing { get; init; }

    public required KeyValuePair<string, InferParameter>[] Parameters { get; init; }
}
