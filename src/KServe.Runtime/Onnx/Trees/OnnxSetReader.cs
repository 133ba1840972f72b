namespace KServe.Runtime.Onnx.Trees;

/// <summary>Reads the sets of splits out of one list, in which a NaN ends each.</summary>
internal sealed class OnnxSetReader(IReadOnlyList<double> values)
{
    private int _at;

    public double[] Read()
    {
        var set = new List<double>();
        while (_at < values.Count && !double.IsNaN(values[_at]))
        {
            set.Add(values[_at++]);
        }

        _at++;
        return set.Count > 0 ? [.. set] : throw new InvalidDataException("a split over a set has no members");
    }
}
