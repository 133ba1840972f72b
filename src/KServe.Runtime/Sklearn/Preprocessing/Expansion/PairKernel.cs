using System.Numerics.Tensors;

namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>A kernel of two rows, as scikit-learn names and parameterises them.</summary>
internal sealed class PairKernel
{
    private readonly string _name;
    private readonly double _gamma;
    private readonly double _offset;
    private readonly double _degree;

    private PairKernel(string name, double gamma, double offset, double degree)
    {
        _name = name;
        _gamma = gamma;
        _offset = offset;
        _degree = degree;
    }

    public static PairKernel Read(SklearnObject source, int columnCount)
    {
        var name = source.ValueOrNull("kernel") as string
            ?? throw source.Invalid("only kernels that are named are supported, not functions");
        if (name is not ("rbf" or "linear" or "poly" or "polynomial" or "sigmoid" or "laplacian" or "cosine" or "chi2"))
        {
            throw source.Invalid($"the kernel '{name}' is not supported");
        }

        return new PairKernel(
            name,
            source.Number("gamma", name == "chi2" ? 1 : 1.0 / Math.Max(columnCount, 1)),
            source.Number("coef0", fallback: 1),
            source.Number("degree", fallback: 3));
    }

    public double Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => _name switch
    {
        "rbf" => Math.Exp(-_gamma * SquaredDistance(x, y)),
        "linear" => TensorPrimitives.Dot(x, y),
        "poly" or "polynomial" => Math.Pow(_gamma * TensorPrimitives.Dot(x, y) + _offset, _degree),
        "sigmoid" => Math.Tanh(_gamma * TensorPrimitives.Dot(x, y) + _offset),
        "laplacian" => Math.Exp(-_gamma * ManhattanDistance(x, y)),
        "cosine" => Cosine(x, y),
        _ => Math.Exp(_gamma * NegativeChi2(x, y)),
    };

    private static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var distance = TensorPrimitives.Distance(x, y);
        return distance * distance;
    }

    private static double ManhattanDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += Math.Abs(x[i] - y[i]);
        }

        return sum;
    }

    private static double Cosine(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var lengths = TensorPrimitives.Norm(x) * TensorPrimitives.Norm(y);
        return lengths == 0 ? 0 : TensorPrimitives.Dot(x, y) / lengths;
    }

    private static double NegativeChi2(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] < 0)
            {
                throw InferenceException.InvalidArgument("X contains negative values.");
            }

            var total = x[i] + y[i];
            sum += total == 0 ? 0 : (x[i] - y[i]) * (x[i] - y[i]) / total;
        }

        return -sum;
    }
}
