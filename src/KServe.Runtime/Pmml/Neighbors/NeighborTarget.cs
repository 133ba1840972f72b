using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Neighbors;

/// <summary>A field that neighbours predict, and its value at every training instance.</summary>
internal sealed record NeighborTarget(DataField Field, PmmlValue[] Values)
{
    public bool IsContinuous => Field.OpType == PmmlOpType.Continuous;
}
