using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Models.Calibration;

/// <summary>A rising or falling line through fitted points.</summary>
internal sealed class IsotonicCurve : ICalibrator
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double _lowest;
    private readonly double _highest;
    private readonly OutOfBounds _outOfBounds;


    private IsotonicCurve(SklearnObject source)
    {
        _x = source.Vector("X_thresholds_");
        _y = source.Vector("y_thresholds_", _x.Length);
        IsSingle = source.Array("X_thresholds_").Type is { Kind: NumpyKind.Float, ItemSize: 4 };
        _outOfBounds = source.Text("out_of_bounds", "nan") switch
        {
            "nan" => OutOfBounds.NaN,
            "clip" => OutOfBounds.Clip,
            "raise" => OutOfBounds.Refuse,
            var name => throw source.Invalid($"out_of_bounds '{name}' is not known"),
        };
        if (_x.Length == 0)
        {
            throw source.Unexpected("X_thresholds_", "at least one number");
        }

        for (var i = 0; i < _x.Length; i++)
        {
            if (double.IsNaN(_x[i]) || (i > 0 && _x[i] < _x[i - 1]))
            {
                throw source.Unexpected("X_thresholds_", "rising numbers");
            }
        }

        _lowest = source.Number("X_min_", _x[0]);
        _highest = source.Number("X_max_", _x[^1]);
    }

    /// <summary>Gets whether the curve was fitted to float32 numbers: it rounds what it gets and gives then.</summary>
    public bool IsSingle { get; }

    public static IsotonicCurve Read(SklearnObject source) => new(source);

    /// <summary>Computes the height of the line.</summary>
    /// <exception cref="InferenceException">The value lies outside the fitted range, and that is refused.</exception>
    public double Calibrate(double value)
    {
        value = Round(value);
        if (_outOfBounds == OutOfBounds.Clip)
        {
            value = Math.Min(Math.Max(value, _lowest), _highest);
        }

        if (_x.Length == 1)
        {
            return Round(_y[0]);
        }

        if (_outOfBounds != OutOfBounds.Clip && (value < _x[0] || value > _x[^1]))
        {
            return _outOfBounds == OutOfBounds.NaN
                ? double.NaN
                : throw InferenceException.InvalidArgument(
                    $"A value ({value}) is outside the interpolation range, {_x[0]} to {_x[^1]}.");
        }

        return IsSingle ? InterpolateSingle((float)value) : Interpolate(value);
    }

    private double Interpolate(double value)
    {
        var at = Array.BinarySearch(_x, value);
        if (at < 0)
        {
            at = ~at - 1;
        }

        // Of equal points the last counts.
        while (at + 1 < _x.Length && _x[at + 1] <= value)
        {
            at++;
        }

        if (at < 0)
        {
            return _y[0];
        }

        if (at == _x.Length - 1 || _x[at] == value)
        {
            return _y[at];
        }

        var slope = (_y[at + 1] - _y[at]) / (_x[at + 1] - _x[at]);
        return slope * (value - _x[at]) + _y[at];
    }

    // Of float32 numbers the library takes another way, without a step of higher precision.
    private float InterpolateSingle(float value)
    {
        var at = 1;
        while (at < _x.Length - 1 && _x[at] < value)
        {
            at++;
        }

        var (low, start) = ((float)_x[at - 1], (float)_y[at - 1]);
        var slope = ((float)_y[at] - start) / ((float)_x[at] - low);
        return slope * (value - low) + start;
    }

    private double Round(double value) => IsSingle ? (float)value : value;

    private enum OutOfBounds
    {
        NaN,
        Clip,
        Refuse,
    }
}
