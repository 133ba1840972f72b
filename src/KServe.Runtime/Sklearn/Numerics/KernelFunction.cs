using System.Numerics.Tensors;

namespace KServe.Runtime.Sklearn.Numerics;

/// <summary>A kernel: the similarity of two rows, from their product or their distance.</summary>
internal sealed class KernelFunction
{
    private readonly KernelKind _kind;
    private readonly double _gamma;
    private readonly double _offset;
    private readonly double _degree;

    private KernelFunction(KernelKind kind, double gamma, double offset, double degree)
    {
        _kind = kind;
        _gamma = gamma;
        _offset = offset;
        _degree = degree;
    }

    /// <summary>Gets whether the kernel is one of squared distances; of dot products otherwise.</summary>
    public bool UsesDistance => _kind == KernelKind.Rbf;

    /// <summary>Reads the parameters <c>kernel</c>, <c>coef0</c> and <c>degree</c>.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="gamma">The fitted gamma.</param>
    /// <exception cref="InvalidDataException">The kernel is a function, precomputed, or not known.</exception>
    public static KernelFunction Read(SklearnObject source, double gamma)
    {
        var kind = source.Text("kernel", "linear") switch
        {
            "linear" => KernelKind.Linear,
            "poly" or "polynomial" => KernelKind.Polynomial,
            "rbf" => KernelKind.Rbf,
            "sigmoid" => KernelKind.Sigmoid,
            var name => throw source.Invalid($"the kernel '{name}' is not supported"),
        };
        return new KernelFunction(kind, gamma, source.Number("coef0", 1), source.Number("degree", 3));
    }

    /// <summary>Makes kernel values in place, of squared distances or of dot products.</summary>
    public void Apply(Span<double> values)
    {
        switch (_kind)
        {
            case KernelKind.Rbf:
                TensorPrimitives.Multiply(values, -_gamma, values);
                TensorPrimitives.Exp<double>(values, values);
                break;
            case KernelKind.Polynomial:
                Shift(values);
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = Math.Pow(values[i], _degree);
                }

                break;
            case KernelKind.Sigmoid:
                Shift(values);
                TensorPrimitives.Tanh<double>(values, values);
                break;
            default:
                break;
        }
    }

    private void Shift(Span<double> values)
    {
        TensorPrimitives.Multiply(values, _gamma, values);
        TensorPrimitives.Add(values, _offset, values);
    }
}
