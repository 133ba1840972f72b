namespace KServe.Kernels.Trees.Shap;

/// <summary>Holds one node of the path that a walk over pairs is on.</summary>
internal struct PairFrame<TLanes>
    where TLanes : unmanaged
{
    /// <summary>What the edge to the node has replaced, when its feature was on the path already.</summary>
    public PairElement<TLanes> Replaced;

    /// <summary>The mask of the rows that go right at the node.</summary>
    public TLanes RowsRight;

    /// <summary>The node's index, and the number of its children that are done.</summary>
    public int Node, Done;

    /// <summary>The feature that the node splits on.</summary>
    public int Feature;

    /// <summary>Where on the path the edge has replaced a feature; -1 when it has added one.</summary>
    public int ReplacedAt;
}
