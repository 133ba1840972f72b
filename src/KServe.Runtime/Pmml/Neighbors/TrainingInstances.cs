using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Neighbors;

/// <summary>The training instances of a nearest neighbour model.</summary>
internal sealed class TrainingInstances
{
    private readonly double[] _points;
    private readonly int _width;
    private readonly Dictionary<PmmlValue, double>[] _codes;

    public TrainingInstances(PmmlValue[][] inputs, string[] ids, NeighborTarget[] targets)
    {
        Ids = ids;
        Targets = targets;
        _width = inputs.Length;
        _codes = Array.ConvertAll(inputs, CreateCodes);
        _points = new double[checked(ids.Length * _width)];
        for (var i = 0; i < _points.Length; i++)
        {
            _points[i] = Encode(i % _width, inputs[i % _width][i / _width]);
        }
    }

    public string[] Ids { get; }

    public NeighborTarget[] Targets { get; }

    public int Count => Ids.Length;

    public ReadOnlySpan<double> GetPoint(int index) => _points.AsSpan(index * _width, _width);

    /// <summary>Makes a number of a value: a text gets one of its own, so that texts are equal or not.</summary>
    public double Encode(int field, PmmlValue value) =>
        value.Kind == PmmlKind.Text ? _codes[field].GetValueOrDefault(value, -1) : value.ToNumber();

    private static Dictionary<PmmlValue, double> CreateCodes(PmmlValue[] values)
    {
        var codes = new Dictionary<PmmlValue, double>();
        foreach (var value in values)
        {
            if (value.Kind == PmmlKind.Text)
            {
                codes.TryAdd(value, codes.Count);
            }
        }

        return codes;
    }
}
