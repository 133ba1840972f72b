using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Svm;

/// <summary>The support vectors, coefficients and intercepts of libsvm, in its own signs.</summary>
/// <remarks>Chang and Lin, "LIBSVM: a library for support vector machines", 2011.</remarks>
internal sealed class SupportVectorMachine
{
    private readonly RowSet _vectors;
    private readonly KernelFunction _kernel;
    private readonly Matrix _coefficients;
    private readonly double[] _intercepts;

    // Where the vectors of each class begin, and the end of the last: empty for one output.
    private readonly int[] _starts;

    private SupportVectorMachine(
        RowSet vectors,
        KernelFunction kernel,
        Matrix coefficients,
        double[] intercepts,
        int[] starts)
    {
        _vectors = vectors;
        _kernel = kernel;
        _coefficients = coefficients;
        _intercepts = intercepts;
        _starts = starts;
    }

    public int FeatureCount => _vectors.ColumnCount;

    /// <summary>Gets the number of decisions per row: one, or one for each pair of classes.</summary>
    public int DecisionCount => _intercepts.Length;

    public ReadOnlySpan<double> Intercepts => _intercepts;

    /// <summary>Reads a machine with one output: a regression or an outlier detection.</summary>
    public static SupportVectorMachine ReadSingle(SklearnObject source) => Read(source, classCount: 0);

    /// <summary>Reads a machine that decides between each pair of classes.</summary>
    public static SupportVectorMachine ReadPairs(SklearnObject source, int classCount) => Read(source, classCount);

    /// <summary>Computes the decisions of every row; the rows have been checked.</summary>
    public Matrix Compute(Features features, CancellationToken cancellationToken)
    {
        var result = new Matrix(features.RowCount, DecisionCount);
        var kernels = new double[_vectors.RowCount];
        var scratch = new double[RowSet.GetScratchSize(features)];
        for (var row = 0; row < features.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _vectors.ComputeKernel(_kernel, RowSet.GetQuery(features, row, scratch), kernels);
            Decide(kernels, result.GetRow(row));
        }

        return result;
    }

    private static SupportVectorMachine Read(SklearnObject source, int classCount)
    {
        // Callers that computed the kernel themselves would have to do so for new rows, too.
        var kernel = KernelFunction.Read(source, source.Number("_gamma", 0));
        var vectors = RowSet.Read(source, "support_vectors_");
        var isSingle = classCount == 0;
        var coefficients = ReadCoefficients(source, isSingle ? 1 : classCount - 1, vectors.RowCount, classCount == 2);
        var intercepts = ReadIntercepts(source, isSingle ? 1 : classCount * (classCount - 1) / 2, classCount == 2);
        var starts = isSingle ? [] : ReadStarts(source, classCount, vectors.RowCount);
        return new SupportVectorMachine(vectors, kernel, coefficients, intercepts, starts);
    }

    private static Matrix ReadCoefficients(SklearnObject source, int rowCount, int columnCount, bool isBinary)
    {
        // The public attribute of two classes has the other sign than libsvm's own, which newer versions keep, too.
        var name = source.Has("_dual_coef_") ? "_dual_coef_" : "dual_coef_";
        if (columnCount == 0)
        {
            return new Matrix(rowCount, 0);
        }

        var result = CsrReader.Read(source.Value(name)) is { } sparse
            && sparse.RowCount == rowCount && sparse.ColumnCount == columnCount
                ? CsrReader.ReadDense(source.Value(name))!
                : source.Matrix(name, rowCount, columnCount);
        Flip(result.Values, isBinary && name == "dual_coef_");
        return result;
    }

    private static double[] ReadIntercepts(SklearnObject source, int count, bool isBinary)
    {
        var name = source.Has("_intercept_") ? "_intercept_" : "intercept_";
        var result = source.Vector(name, count);
        Flip(result, isBinary && name == "intercept_");
        return result;
    }

    private static void Flip(double[] values, bool isFlipped)
    {
        for (var i = 0; isFlipped && i < values.Length; i++)
        {
            values[i] = -values[i];
        }
    }

    private static int[] ReadStarts(SklearnObject source, int classCount, int vectorCount)
    {
        var name = source.Has("_n_support") ? "_n_support" : "n_support_";
        var counts = source.Integers(name, classCount);
        var starts = new int[classCount + 1];
        for (var i = 0; i < classCount; i++)
        {
            if (counts[i] < 0 || counts[i] > vectorCount - starts[i])
            {
                throw source.Unexpected(name, $"counts of {vectorCount} vectors");
            }

            starts[i + 1] = starts[i] + counts[i];
        }

        return starts[^1] == vectorCount
            ? starts
            : throw source.Unexpected(name, $"counts of {vectorCount} vectors");
    }

    private void Decide(ReadOnlySpan<double> kernels, Span<double> decisions)
    {
        if (_starts.Length == 0)
        {
            decisions[0] = Sum(_coefficients.GetRow(0), kernels) + _intercepts[0];
            return;
        }

        var pair = 0;
        for (var i = 0; i + 1 < _starts.Length; i++)
        {
            var first = _starts[i].._starts[i + 1];
            for (var j = i + 1; j + 1 < _starts.Length; j++)
            {
                var second = _starts[j].._starts[j + 1];
                decisions[pair] = Sum(_coefficients.GetRow(j - 1)[first], kernels[first])
                    + Sum(_coefficients.GetRow(i)[second], kernels[second])
                    + _intercepts[pair];
                pair++;
            }
        }
    }

    private static double Sum(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> kernels) =>
        coefficients.IsEmpty ? 0 : System.Numerics.Tensors.TensorPrimitives.Dot(coefficients, kernels);
}
