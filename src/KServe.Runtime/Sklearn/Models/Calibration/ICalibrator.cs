namespace KServe.Runtime.Sklearn.Models.Calibration;

/// <summary>Makes a probability of a score.</summary>
internal interface ICalibrator
{
    double Calibrate(double value);
}
