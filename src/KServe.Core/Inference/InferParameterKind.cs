namespace KServe;

/// <summary>Names the types that a parameter's value can have.</summary>
public enum InferParameterKind : byte
{
    /// <summary>A Boolean.</summary>
    Bool,

    /// <summary>A signed integer of 64 bits.</summary>
    Int64,

    /// <summary>An unsigned integer of 64 bits.</summary>
    UInt64,

    /// <summary>A double.</summary>
    Double,

    /// <summary>A text.</summary>
    String,
}
