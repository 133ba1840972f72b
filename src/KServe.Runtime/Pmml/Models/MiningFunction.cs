namespace KServe.Runtime.Pmml.Models;

/// <summary>Names what a model does.</summary>
internal enum MiningFunction : byte
{
    Regression,
    Classification,
    Clustering,

    /// <summary>Anything else: associations, several targets.</summary>
    Mixed,
}
