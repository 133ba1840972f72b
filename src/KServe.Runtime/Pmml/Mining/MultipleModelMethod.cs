namespace KServe.Runtime.Pmml.Mining;

/// <summary>Names how the results of segments become one.</summary>
internal enum MultipleModelMethod : byte
{
    MajorityVote,
    WeightedMajorityVote,
    Average,
    WeightedAverage,
    Median,
    WeightedMedian,
    Max,
    Sum,
    WeightedSum,
    SelectFirst,
    SelectAll,
    ModelChain,
    MultiModelChain,
}
