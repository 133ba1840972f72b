namespace KServe.Kernels.Trees.Shap;

/// <summary>Holds one feature of the path to a leaf, all its splits taken together.</summary>
internal struct PairElement<TLanes>
    where TLanes : unmanaged
{
    /// <summary>The factor of the feature at each point.</summary>
    public Quad<TLanes> Factor;

    /// <summary>The product of the factors from this feature on, times the leaf.</summary>
    public Quad<TLanes> Suffix;

    /// <summary>The mask of the rows that satisfy all splits on the feature.</summary>
    public TLanes One;

    /// <summary>The share of the reference that satisfies all splits on the feature.</summary>
    public TLanes Zero;

    public int Feature;
}
