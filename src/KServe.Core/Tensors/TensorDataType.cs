namespace KServe;

/// <summary>Names the element types of the Open Inference Protocol.</summary>
/// <remarks>Names are those on the wire. <see cref="TensorDataTypes"/> gives sizes and conversions.</remarks>
public enum TensorDataType : byte
{
    /// <summary>Marks a data type that is not known.</summary>
    None = 0,

    /// <summary>One byte per element, 0 or 1.</summary>
    BOOL,

    /// <summary>Unsigned integer of 8 bits.</summary>
    UINT8,

    /// <summary>Unsigned integer of 16 bits.</summary>
    UINT16,

    /// <summary>Unsigned integer of 32 bits.</summary>
    UINT32,

    /// <summary>Unsigned integer of 64 bits.</summary>
    UINT64,

    /// <summary>Signed integer of 8 bits.</summary>
    INT8,

    /// <summary>Signed integer of 16 bits.</summary>
    INT16,

    /// <summary>Signed integer of 32 bits.</summary>
    INT32,

    /// <summary>Signed integer of 64 bits.</summary>
    INT64,

    /// <summary>IEEE 754 half precision, binary form only.</summary>
    FP16,

    /// <summary>IEEE 754 single precision.</summary>
    FP32,

    /// <summary>IEEE 754 double precision.</summary>
    FP64,

    /// <summary>Byte strings of any length, each with its length before it.</summary>
    BYTES,

    /// <summary>Brain floating point of 16 bits, binary form only.</summary>
    BF16,
}
