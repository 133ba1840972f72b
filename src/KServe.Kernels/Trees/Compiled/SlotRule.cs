namespace KServe.Kernels.Trees.Compiled;

/// <summary>Names what a slot makes of a feature before splits compare it.</summary>
/// <remarks>NaN is below no threshold and goes left; infinity is below none and goes right.</remarks>
internal enum SlotRule : byte
{
    /// <summary>As it is: NaN stays NaN.</summary>
    NaNLeft,

    /// <summary>NaN becomes infinity.</summary>
    NaNRight,

    /// <summary>NaN becomes zero.</summary>
    NaNAsZero,

    /// <summary>NaN and what is near zero become NaN.</summary>
    ZeroLeft,

    /// <summary>NaN and what is near zero become infinity.</summary>
    ZeroRight,
}
