namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>Names the distances.</summary>
internal enum DistanceKind
{
    Euclidean,
    SquaredEuclidean,
    Manhattan,
    Chebyshev,
    Minkowski,
    Cosine,
    Correlation,
    Hamming,
    Canberra,
    BrayCurtis,
}
