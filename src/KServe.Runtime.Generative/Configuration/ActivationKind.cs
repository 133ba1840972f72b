namespace KServe.Runtime.Generative.Configuration;

/// <summary>The activations of feed-forward networks.</summary>
internal enum ActivationKind
{
    /// <summary><c>x · sigmoid(x)</c>.</summary>
    Silu,

    /// <summary>GELU by the error function.</summary>
    GeluErf,

    /// <summary>GELU by its tanh approximation.</summary>
    GeluTanh,

    /// <summary><c>x · sigmoid(1.702 x)</c>.</summary>
    GeluQuick,

    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,
}
