using KServe.Kernels.Vectors;
using KServe.Runtime.Generative.Configuration;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>Finds the kernel of an activation.</summary>
internal static class ActivationKinds
{
    public static Activation ToKernel(this ActivationKind kind) => kind switch
    {
        ActivationKind.Silu => Activation.Silu,
        ActivationKind.GeluErf => Activation.Gelu,
        ActivationKind.GeluTanh => Activation.GeluTanh,
        ActivationKind.GeluQuick => Activation.GeluQuick,
        ActivationKind.Relu => Activation.Relu,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
