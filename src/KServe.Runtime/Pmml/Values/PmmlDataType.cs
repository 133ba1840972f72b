namespace KServe.Runtime.Pmml.Values;

/// <summary>Names the data types, those that count days or seconds without their epoch.</summary>
internal enum PmmlDataType : byte
{
    Text,
    Integer,
    Float,
    Double,
    Boolean,
    Date,
    Time,
    DateTime,

    /// <summary>Whole days since an epoch.</summary>
    DaysSince,

    /// <summary>Seconds since an epoch.</summary>
    SecondsSince,

    /// <summary>Seconds since midnight.</summary>
    TimeSeconds,
}
