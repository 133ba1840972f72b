namespace KServe.Runtime.Tabular;

/// <summary>Names what the cells of a column are.</summary>
internal enum TableColumnKind
{
    /// <summary>Numbers; a missing one is NaN.</summary>
    Number,

    /// <summary>Booleans, stored as the numbers 0 and 1.</summary>
    Boolean,

    /// <summary>Texts; a missing one is <see langword="null"/>.</summary>
    Text,
}
