namespace KServe.Runtime.Pmml.Clustering;

/// <summary>Names how far apart, or how alike, two points are.</summary>
internal enum MeasureKind : byte
{
    Euclidean,
    SquaredEuclidean,
    Chebychev,
    CityBlock,
    Minkowski,
    SimpleMatching,
    Jaccard,
    Tanimoto,
    BinarySimilarity,
}
