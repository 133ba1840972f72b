namespace KServe.Runtime.Pmml.Clustering;

/// <summary>Names how two values of a field are compared.</summary>
internal enum CompareFunction : byte
{
    AbsDiff,
    GaussSim,
    Delta,
    Equal,
}
