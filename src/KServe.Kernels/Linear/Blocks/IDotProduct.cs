namespace KServe.Kernels.Linear;

/// <summary>Sums products of bytes in lanes of 32 bits: weights without sign, activations with.</summary>
/// <remarks>Exact, so that every implementation gives the same sum.</remarks>
internal unsafe interface IDotProduct<TInt>
    where TInt : struct
{
    /// <summary>Gets whether activations lie in 16 bits, the even ones of a group before the odd ones.</summary>
    static abstract bool HasWideActivations { get; }

    /// <summary>Begins a sum.</summary>
    /// <param name="bias">Where the number is that every lane's sum includes.</param>
    static abstract TInt Start(byte* bias);

    /// <summary>Gets from a group of weights what is multiplied with the first part of activations.</summary>
    static abstract TInt First(TInt weights);

    /// <summary>Gets what is multiplied with the second part, where activations are wide.</summary>
    static abstract TInt Second(TInt weights);

    /// <summary>Adds the products of a group.</summary>
    static abstract TInt Add(TInt sum, TInt first, TInt second, byte* activations);

    /// <summary>Ends a sum of up to eight groups.</summary>
    static abstract TInt End(TInt sum, byte* bias);
}
