using KServe.Runtime.Sklearn.Numerics;

namespace KServe.Runtime.Sklearn.Models.Calibration;

/// <summary>A logistic curve with a fitted slope and offset.</summary>
/// <remarks>Platt, "Probabilistic outputs for support vector machines", 1999.</remarks>
internal sealed class SigmoidCurve(double slope, double offset) : ICalibrator
{
    public static SigmoidCurve Read(SklearnObject source) => new(source.Number("a_"), source.Number("b_"));

    public double Calibrate(double value) => RowMath.Sigmoid(-(slope * value + offset));
}
