using System.Numerics.Tensors;

namespace KServe.Runtime.Sklearn.Preprocessing.Scaling;

/// <summary>Measures and normalises rows.</summary>
internal static class RowNorms
{
    /// <summary>Reads the name of a norm; None means that rows stay as they are.</summary>
    public static RowNorm Read(SklearnObject source, string name) => source.ValueOrNull(name) switch
    {
        null => RowNorm.None,
        "l1" => RowNorm.L1,
        "l2" => RowNorm.L2,
        "max" => RowNorm.Max,
        _ => throw source.Unexpected(name, "'l1', 'l2', 'max' or None"),
    };

    public static double Measure(ReadOnlySpan<double> row, RowNorm norm) => norm switch
    {
        RowNorm.None => 1,
        _ when row.IsEmpty => 0,
        RowNorm.L1 => TensorPrimitives.SumOfMagnitudes(row),
        RowNorm.L2 => Math.Sqrt(TensorPrimitives.SumOfSquares(row)),
        _ => Math.Abs(TensorPrimitives.MaxMagnitude(row)),
    };

    /// <summary>Divides the entries of each compressed row by the row's length, where that is not zero.</summary>
    public static void Normalize(ReadOnlySpan<int> starts, Span<double> values, RowNorm norm)
    {
        if (norm == RowNorm.None)
        {
            return;
        }

        for (var row = 0; row + 1 < starts.Length; row++)
        {
            var entries = values[starts[row]..starts[row + 1]];
            var length = Measure(entries, norm);
            if (length != 0)
            {
                TensorPrimitives.Divide(entries, length, entries);
            }
        }
    }
}
