using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.NeuralNetwork;

/// <summary>What a layer does to its sums.</summary>
internal static class Activation
{
    /// <summary>Reads the name of an activation.</summary>
    /// <exception cref="InvalidDataException">It is not known.</exception>
    public static ActivationKind Read(SklearnObject source, string name) => source.Text(name) switch
    {
        "identity" => ActivationKind.Identity,
        "logistic" => ActivationKind.Logistic,
        "tanh" => ActivationKind.Tanh,
        "relu" => ActivationKind.Relu,
        "softmax" => ActivationKind.Softmax,
        "exp" => ActivationKind.Exponential,
        var other => throw source.Invalid($"the activation '{other}' is not known"),
    };

    /// <summary>Applies an activation in place.</summary>
    public static void Apply(ActivationKind kind, Matrix layer)
    {
        var values = layer.Values.AsSpan();
        switch (kind)
        {
            case ActivationKind.Logistic:
                foreach (ref var value in values)
                {
                    value = RowMath.Sigmoid(value);
                }

                break;
            case ActivationKind.Tanh:
                TensorPrimitives.Tanh<double>(values, values);
                break;
            case ActivationKind.Relu:
                TensorPrimitives.Max(values, 0, values);
                break;
            case ActivationKind.Softmax:
                RowMath.Softmax(layer);
                break;
            case ActivationKind.Exponential:
                TensorPrimitives.Exp<double>(values, values);
                break;
            default:
                break;
        }
    }
}
