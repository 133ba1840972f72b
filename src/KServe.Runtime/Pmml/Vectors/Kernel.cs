using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using KServe.Runtime.Pmml.Documents;

namespace KServe.Runtime.Pmml.Vectors;

/// <summary>A kernel with its parameters.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Kernel(KernelKind Kind, double Gamma, double Coefficient, double Degree)
{
    public static Kernel Read(PmmlElement parent)
    {
        foreach (var child in parent.Children)
        {
            switch (child.Name)
            {
                case "LinearKernelType":
                    return new Kernel(KernelKind.Linear, 1, 0, 1);
                case "PolynomialKernelType":
                    return new Kernel(
                        KernelKind.Polynomial,
                        child.GetNumber("gamma", 1),
                        child.GetNumber("coef0", 1),
                        child.GetNumber("degree", 1));
                case "RadialBasisKernelType":
                    return new Kernel(KernelKind.RadialBasis, child.GetNumber("gamma", 1), 0, 1);
                case "SigmoidKernelType":
                    return new Kernel(KernelKind.Sigmoid, child.GetNumber("gamma", 1), child.GetNumber("coef0", 1), 1);
            }
        }

        throw parent.Error("has no kernel that is known");
    }

    public double Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (Kind == KernelKind.RadialBasis)
        {
            var distance = TensorPrimitives.Distance(x, y);
            return Math.Exp(-Gamma * distance * distance);
        }

        var dot = TensorPrimitives.Dot(x, y);
        return Kind switch
        {
            KernelKind.Polynomial => Math.Pow(Gamma * dot + Coefficient, Degree),
            KernelKind.Sigmoid => Math.Tanh(Gamma * dot + Coefficient),
            _ => dot,
        };
    }
}
