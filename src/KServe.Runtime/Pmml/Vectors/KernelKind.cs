namespace KServe.Runtime.Pmml.Vectors;

/// <summary>Names the kernels.</summary>
internal enum KernelKind : byte
{
    Linear,
    Polynomial,
    RadialBasis,
    Sigmoid,
}
