namespace KServe.Runtime.Pmml.Values;

/// <summary>Names what a value is.</summary>
internal enum PmmlKind : byte
{
    /// <summary>Nothing is known.</summary>
    Missing,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Real,

    /// <summary>The number 0 or 1.</summary>
    Boolean,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Days since 1970-01-01.</summary>
    Date,

    /// <summary>Seconds since midnight.</summary>
    Time,

    /// <summary>Seconds since 1970-01-01.</summary>
    DateTime,
}
