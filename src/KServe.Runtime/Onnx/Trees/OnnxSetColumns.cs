using System.Runtime.InteropServices;
using KServe.Runtime.Files;

namespace KServe.Runtime.Onnx.Trees;

/// <summary>Holds the columns that stand behind a row's own: places of values among the members of sets.</summary>
internal sealed class OnnxSetColumns
{
    private readonly OnnxForest _forest;
    private readonly int _featureCount;
    private readonly bool _isSingle;
    private readonly List<(int Feature, Dictionary<double, int> Places)> _columns = [];
    private readonly Dictionary<int, int> _byFeature = [];

    /// <summary>Collects the members of all sets, feature by feature.</summary>
    /// <param name="forest">The trees.</param>
    /// <param name="featureCount">The number of columns of a row.</param>
    /// <param name="isSingle">Whether values are float32.</param>
    public OnnxSetColumns(OnnxForest forest, int featureCount, bool isSingle)
    {
        _forest = forest;
        _featureCount = featureCount;
        _isSingle = isSingle;
        foreach (var split in forest.Splits)
        {
            if (split.Mode == OnnxNodeMode.Member)
            {
                Collect(split);
            }
        }
    }

    /// <summary>Gets the number of columns.</summary>
    public int Count => _columns.Count;

    /// <summary>Finds the column of a feature.</summary>
    public int Column(int feature) => _featureCount + _byFeature[feature];

    /// <summary>Appends the bits of a split's set.</summary>
    public void AddBits(in OnnxSplit split, List<uint> bits, SetBudget budget)
    {
        var places = _columns[_byFeature[split.Feature]].Places;
        var members = _forest.Sets[(int)split.Value];
        var highest = 0;
        foreach (var member in members)
        {
            highest = Math.Max(highest, places[Round(member)]);
        }

        var words = (highest >> 5) + 1;
        budget.Take(words * sizeof(uint));
        var start = bits.Count;
        CollectionsMarshal.SetCount(bits, start + words);
        var span = CollectionsMarshal.AsSpan(bits)[start..];
        span.Clear();
        foreach (var member in members)
        {
            var place = places[Round(member)];
            span[place >> 5] |= 1u << (place & 31);
        }
    }

    /// <summary>Fills the columns of one row; -1 stands for a value of no set, NaN stays.</summary>
    public void Fill(Span<double> row)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            var value = Round(row[_columns[i].Feature]);
            row[_featureCount + i] = double.IsNaN(value) ? value
                : _columns[i].Places.TryGetValue(value, out var place) ? place : -1;
        }
    }

    private void Collect(in OnnxSplit split)
    {
        if (!_byFeature.TryGetValue(split.Feature, out var column))
        {
            column = _columns.Count;
            _byFeature.Add(split.Feature, column);
            _columns.Add((split.Feature, []));
        }

        var places = _columns[column].Places;
        foreach (var member in _forest.Sets[(int)split.Value])
        {
            places.TryAdd(Round(member), places.Count);
        }
    }

    private double Round(double value) => (_isSingle ? (float)value : value) + 0.0;
}
