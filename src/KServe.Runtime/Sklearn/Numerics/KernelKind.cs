namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>Names the kernels.</summary>
internal enum KernelKind
{
    Linear,
    Polynomial,
    Rbf,
    Sigmoid,
}
