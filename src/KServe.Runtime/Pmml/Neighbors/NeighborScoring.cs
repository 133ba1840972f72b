namespace KServe.Runtime.Pmml.Neighbors;

/// <summary>Names how neighbours are joined.</summary>
internal enum NeighborScoring : byte
{
    Plain,
    Weighted,
    Median,
}
