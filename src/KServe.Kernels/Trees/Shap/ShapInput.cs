namespace KServe.Kernels.Trees.Shap;

/// <summary>Names what a walk explains, and what it compares with.</summary>
/// <param name="rows">The slots of the rows, lane by lane.</param>
/// <param name="others">The slots of as many background rows, or null to compare with covers.</param>
/// <param name="weight">One in the lanes that count, zero in those that only fill the register.</param>
internal readonly unsafe struct ShapInput<TLanes>(TLanes* rows, TLanes* others, TLanes weight)
    where TLanes : unmanaged
{
    public TLanes* Rows => rows;

    public TLanes* Others => others;

    public TLanes Weight => weight;
}
