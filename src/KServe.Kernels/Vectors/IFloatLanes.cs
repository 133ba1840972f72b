namespace KServe.Kernels.Vectors;

/// <summary>Computes with several float32 numbers at once: one width of the SIMD ladder.</summary>
/// <remarks>A mask is all ones where it holds and zero elsewhere, lane by lane.</remarks>
internal unsafe interface IFloatLanes<TSelf>
    where TSelf : unmanaged, IFloatLanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf Create(float value);

    static abstract TSelf Load(float* source);

    static abstract void Store(TSelf value, float* destination);

    /// <summary>Returns left · right + addend, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    static abstract TSelf Max(TSelf left, TSelf right);

    static abstract TSelf Min(TSelf left, TSelf right);

    static abstract TSelf Round(TSelf value);

    static abstract TSelf Abs(TSelf value);

    /// <summary>Returns 2ⁿ of whole numbers from -126 to 127.</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>Returns the mask of the lanes in which left is below right.</summary>
    static abstract TSelf Less(TSelf left, TSelf right);

    /// <summary>Returns one value where the mask holds and the other elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf value, TSelf other);

    static abstract float Sum(TSelf value);

    /// <summary>Returns the highest of the lanes, none of which is NaN.</summary>
    static abstract float Highest(TSelf value);
}
