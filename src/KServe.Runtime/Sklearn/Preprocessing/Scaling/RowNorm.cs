namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Names how the length of a row is measured.</summary>
internal enum RowNorm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The sum of absolute values.</summary>
    L1,

    /// <summary>The root of the sum of squares.</summary>
    L2,

    /// <summary>The largest absolute value.</summary>
    Max,
}
