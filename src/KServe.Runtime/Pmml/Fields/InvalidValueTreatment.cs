namespace KServe.Runtime.Pmml.Fields;

/// <summary>Names what happens to a value that the dictionary does not allow.</summary>
internal enum InvalidValueTreatment : byte
{
    /// <summary>The row has no result.</summary>
    ReturnInvalid,

    /// <summary>The value is used as it is.</summary>
    AsIs,

    /// <summary>The value counts as missing.</summary>
    AsMissing,

    /// <summary>Another value takes its place.</summary>
    AsValue,
}
