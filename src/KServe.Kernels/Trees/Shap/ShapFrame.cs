namespace KServe.Kernels.Trees.Shap;

/// <summary>Holds one node of the path that a walk is on, with the edge that leads to it.</summary>
internal struct ShapFrame<TLanes>
    where TLanes : unmanaged
{
    /// <summary>The product of the factors of all features on the path, times the point's weight.</summary>
    public Quad<TLanes> Product;

    /// <summary>The sum over the leaves below of leaf times the factors of the features below.</summary>
    public Quad<TLanes> Sum;

    /// <summary>What the edge multiplies the product by.</summary>
    public Quad<TLanes> Ratio;

    /// <summary>The factor of the edge's feature, all its splits on the path taken together.</summary>
    public Quad<TLanes> Factor;

    /// <summary>The mask of the rows that satisfy all splits on the edge's feature so far.</summary>
    public TLanes One;

    /// <summary>The share of the reference that satisfies all splits on the edge's feature so far.</summary>
    public TLanes Zero;

    /// <summary>The mask of the rows that go right at the node.</summary>
    public TLanes RowsRight;

    /// <summary>The mask of the background rows that go right at the node.</summary>
    public TLanes OthersRight;

    /// <summary>The node's index, and the number of its children that are done.</summary>
    public int Node, Done;

    /// <summary>The feature that the node splits on.</summary>
    public int Feature;

    /// <summary>The level of the edge before this one on the same feature; -1 when there is none.</summary>
    public int Previous;
}
