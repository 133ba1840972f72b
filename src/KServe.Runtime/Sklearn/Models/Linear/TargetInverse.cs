using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>Undoes a change of the targets: a function of each number, or y · scale + offset by columns.</summary>
internal sealed class TargetInverse
{
    private readonly double[] _scales;
    private readonly double[] _offsets;
    private readonly Func<double, double>? _function;

    private TargetInverse(double[] scales, double[] offsets, Func<double, double>? function = null)
    {
        _scales = scales;
        _offsets = offsets;
        _function = function;
    }

    /// <summary>Reads the transformer of the targets.</summary>
    /// <param name="source">The transformer: a scaler, or a function transformer with a known function or none.</param>
    /// <param name="count">The number of targets.</param>
    /// <exception cref="InvalidDataException">It is another one, or of another number of targets.</exception>
    public static TargetInverse Read(SklearnObject source, int count)
    {
        var ones = new double[count];
        ones.AsSpan().Fill(1);
        switch (source.ClassName)
        {
            case "FunctionTransformer" when !source.Has("inverse_func"):
                return new TargetInverse(ones, new double[count]);
            case "FunctionTransformer" when TargetFunction.Find(source.Value("inverse_func")) is { } function:
                return new TargetInverse(ones, new double[count], function);
            case "StandardScaler":
                return new TargetInverse(
                    source.Has("scale_") ? source.Vector("scale_", count) : ones,
                    source.Flag("with_mean", true) ? source.Vector("mean_", count) : new double[count]);
            case "RobustScaler":
                return new TargetInverse(
                    source.Has("scale_") ? source.Vector("scale_", count) : ones,
                    source.Has("center_") ? source.Vector("center_", count) : new double[count]);
            case "MaxAbsScaler":
                return new TargetInverse(source.Vector("scale_", count), new double[count]);
            case "MinMaxScaler":
                var scales = Array.ConvertAll(source.Vector("scale_", count), static scale => 1 / scale);
                var offsets = source.Vector("min_", count);
                for (var i = 0; i < count; i++)
                {
                    offsets[i] *= -scales[i];
                }

                return new TargetInverse(scales, offsets);
            default:
                throw source.Invalid("targets that were changed by it cannot be changed back here");
        }
    }

    /// <summary>Undoes the change in place.</summary>
    public void Apply(Matrix targets)
    {
        if (_function is not null)
        {
            foreach (ref var value in targets.Values.AsSpan())
            {
                value = _function(value);
            }

            return;
        }

        for (var row = 0; row < targets.RowCount; row++)
        {
            var values = targets.GetRow(row);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = values[i] * _scales[i] + _offsets[i];
            }
        }
    }
}
