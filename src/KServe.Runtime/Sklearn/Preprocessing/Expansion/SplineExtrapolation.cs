namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>Names what splines do beyond the knots they were fitted on.</summary>
internal enum SplineExtrapolation
{
    /// <summary>The row is refused.</summary>
    Error,

    /// <summary>The values at the ends hold.</summary>
    Constant,

    /// <summary>The slopes at the ends hold.</summary>
    Linear,

    /// <summary>The outermost polynomials go on.</summary>
    Continue,

    /// <summary>The range of the knots repeats.</summary>
    Periodic,
}
