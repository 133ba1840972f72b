namespace KServe.Kernels.Trees;

/// <summary>Describes a leaf whose value is a linear function of some features.</summary>
/// <remarks>A row in which one of the features is NaN gets the leaf's plain value instead.</remarks>
public sealed class LinearLeaf
{
    /// <summary>Gets the value at the origin.</summary>
    public double Constant { get; init; }

    /// <summary>Gets the indexes of the features.</summary>
    public ReadOnlyMemory<int> Features { get; init; }

    /// <summary>Gets one coefficient per feature.</summary>
    public ReadOnlyMemory<double> Coefficients { get; init; }
}
