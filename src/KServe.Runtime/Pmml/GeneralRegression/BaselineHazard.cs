using KServe.Runtime.Pmml.Documents;

namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>The cumulative hazards of a Cox regression at the times of events.</summary>
internal sealed class BaselineHazard
{
    private readonly double[] _times;
    private readonly double[] _hazards;
    private readonly double _maxTime;

    public BaselineHazard(PmmlElement element)
    {
        var cells = element.All("BaselineCell")
            .Select(static cell => (Time: cell.RequireNumber("time"), Hazard: cell.RequireNumber("cumHazard")))
            .OrderBy(static cell => cell.Time)
            .ToArray();
        if (cells.Length == 0)
        {
            throw element.Error("has no <BaselineCell>");
        }

        _times = Array.ConvertAll(cells, static cell => cell.Time);
        _hazards = Array.ConvertAll(cells, static cell => cell.Hazard);
        _maxTime = element.GetNumber("maxTime", _times[^1]);
    }

    /// <summary>Finds the hazard up to a time: 0 before the first event, NaN after the last known time.</summary>
    public double Find(double time)
    {
        if (double.IsNaN(time) || time > _maxTime)
        {
            return double.NaN;
        }

        var at = Array.BinarySearch(_times, time);
        at = at >= 0 ? at : ~at - 1;
        return at < 0 ? 0 : _hazards[at];
    }
}
