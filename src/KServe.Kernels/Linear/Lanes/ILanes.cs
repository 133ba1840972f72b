namespace KServe.Kernels.Linear;

/// <summary>One width of the SIMD ladder, with one output row per lane.</summary>
/// <typeparam name="TFloat">Holds a binary32 per lane.</typeparam>
/// <typeparam name="TInt">Holds 32 bits of anything per lane.</typeparam>
internal unsafe interface ILanes<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    static abstract int Count { get; }

    static abstract TFloat Load(float* source);

    static abstract TInt LoadInt(byte* source);

    static abstract void Store(TFloat value, float* target);

    static abstract TFloat Splat(float* source);

    static abstract TInt SplatInt(byte* source);

    static abstract TFloat Multiply(TFloat left, TFloat right);

    /// <summary>Computes <c>left · right + addend</c> with one rounding.</summary>
    static abstract TFloat MultiplyAdd(TFloat left, TFloat right, TFloat addend);

    static abstract TInt Add(TInt left, TInt right);

    static abstract TFloat ToFloat(TInt value);

    /// <summary>Widens the bfloat16 in the lower half of each lane.</summary>
    static abstract TFloat BrainLow(TInt pairs);

    /// <summary>Widens the bfloat16 in the upper half of each lane.</summary>
    static abstract TFloat BrainHigh(TInt pairs);

    /// <summary>Widens the finite binary16 in the lower half of each lane.</summary>
    static abstract TFloat HalfLow(TInt pairs);

    /// <summary>Widens the finite binary16 in the upper half of each lane.</summary>
    static abstract TFloat HalfHigh(TInt pairs);

    /// <summary>Gets the lower four bits of each byte.</summary>
    static abstract TInt NibblesLow(TInt bytes);

    /// <summary>Gets the upper four bits of each byte.</summary>
    static abstract TInt NibblesHigh(TInt bytes);
}
