namespace KServe.Batching;

/// <summary>Learns which part of a call's time is spent per call and which per request.</summary>
/// <remarks>
/// A linear regression of time on requests with exponentially fading weights (West, "Updating mean and variance
/// estimates", 1979). While all calls have the same size, all of the time counts as spent per call: that is what makes
/// the first waits worth their while, and batches of other sizes then correct it. Not safe for concurrent use.
/// </remarks>
internal sealed class CallCost
{
    private const double Weight = 1.0 / 16;

    private double _meanSize;
    private double _meanTime;
    private double _variance;
    private double _covariance;

    /// <summary>Gets the time that a call takes however many requests it has; 0 before the first call.</summary>
    public double Fixed => Math.Max(0, _meanTime - (Slope * _meanSize));

    private double Slope => _variance > 0.01 ? Math.Clamp(_covariance / _variance, 0, _meanTime / _meanSize) : 0;

    public void Observe(int requests, long duration)
    {
        if (_meanSize == 0)
        {
            (_meanSize, _meanTime) = (requests, duration);
            return;
        }

        var size = requests - _meanSize;
        var time = duration - _meanTime;
        _meanSize += Weight * size;
        _meanTime += Weight * time;
        _variance = (1 - Weight) * (_variance + (Weight * size * size));
        _covariance = (1 - Weight) * (_covariance + (Weight * size * time));
    }
}
