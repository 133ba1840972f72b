namespace KServe.Kernels.Trees;

/// <summary>Names the values that a split treats as missing.</summary>
public enum MissingRule : byte
{
    /// <summary>NaN is missing and goes the default way.</summary>
    NaN,

    /// <summary>Nothing is missing; NaN counts as zero.</summary>
    NaNAsZero,

    /// <summary>NaN and values within 1e-35 of zero are missing and go the default way.</summary>
    ZeroOrNaN,
}
