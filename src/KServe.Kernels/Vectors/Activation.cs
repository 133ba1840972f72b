namespace KServe.Kernels.Vectors;

/// <summary>Names the function between two layers of a network.</summary>
public enum Activation
{
    /// <summary>x · σ(x), also called swish.</summary>
    Silu,

    /// <summary>x · Φ(x), by the error function.</summary>
    Gelu,

    /// <summary>x · Φ(x), approximated by the hyperbolic tangent.</summary>
    GeluTanh,

    /// <summary>x · σ(1.702 · x).</summary>
    GeluQuick,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
