namespace KServe.Kernels.Trees.Shap;

/// <summary>Computes with several float64 numbers at once: one width of the SIMD ladder.</summary>
/// <remarks>A mask is all ones where it holds and zero elsewhere, lane by lane.</remarks>
internal interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf Create(double value);

    /// <summary>Returns the mask of the lanes in which the value is at least the threshold.</summary>
    static abstract TSelf AtLeast(TSelf value, TSelf threshold);

    /// <summary>Returns the mask of the lanes in which the other mask does not hold.</summary>
    static abstract TSelf Not(TSelf mask);

    /// <summary>Returns 1 / value, and 0 where the value is 0.</summary>
    static abstract TSelf Inverse(TSelf value);

    static abstract bool IsZero(TSelf value);

    static abstract double Sum(TSelf value);
}
