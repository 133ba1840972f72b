namespace KServe.Transformers;

/// <summary>Names what becomes of a text that is none of a column's categories.</summary>
public enum UnknownCategory
{
    /// <summary>The request is refused.</summary>
    Refuse,

    /// <summary>It counts as missing: NaN as a number, zeros as columns.</summary>
    Missing,
}
