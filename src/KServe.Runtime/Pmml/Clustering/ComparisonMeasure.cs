using KServe.Runtime.Pmml.Documents;

namespace KServe.Runtime.Pmml.Clustering;

/// <summary>A comparison measure of clusters and neighbours, with its parameters.</summary>
internal sealed class ComparisonMeasure
{
    private readonly MeasureKind _kind;
    private readonly double _power;
    private readonly double[] _binary = [];

    private ComparisonMeasure(PmmlElement measure, MeasureKind kind, CompareFunction function)
    {
        _kind = kind;
        Function = function;
        _power = kind == MeasureKind.Minkowski
            ? measure.Get("p-parameter") is null ? measure.GetNumber("p", 2) : measure.RequireNumber("p-parameter")
            : 2;
        if (!(_power > 0))
        {
            throw measure.Error($"has the power {_power}");
        }

        if (kind == MeasureKind.BinarySimilarity)
        {
            ReadOnlySpan<string> names =
            [
                "c00-parameter", "c01-parameter", "c10-parameter", "c11-parameter", "d00-parameter", "d01-parameter",
                "d10-parameter", "d11-parameter",
            ];
            _binary = new double[names.Length];
            for (var i = 0; i < names.Length; i++)
            {
                _binary[i] = measure.RequireNumber(names[i]);
            }
        }
    }

    /// <summary>Gets how the values of a field are compared, when the field does not say it.</summary>
    public CompareFunction Function { get; }

    /// <summary>Gets whether the highest value is the best.</summary>
    public bool IsSimilarity => _kind >= MeasureKind.SimpleMatching;

    public static ComparisonMeasure Read(PmmlElement parent)
    {
        var element = parent.RequireChild("ComparisonMeasure");
        var function = ReadFunction(element, CompareFunction.AbsDiff);
        foreach (var child in element.Children)
        {
            MeasureKind? kind = child.Name switch
            {
                "euclidean" => MeasureKind.Euclidean,
                "squaredEuclidean" => MeasureKind.SquaredEuclidean,
                "chebychev" => MeasureKind.Chebychev,
                "cityBlock" => MeasureKind.CityBlock,
                "minkowski" => MeasureKind.Minkowski,
                "simpleMatching" => MeasureKind.SimpleMatching,
                "jaccard" => MeasureKind.Jaccard,
                "tanimoto" => MeasureKind.Tanimoto,
                "binarySimilarity" => MeasureKind.BinarySimilarity,
                _ => null,
            };
            if (kind is { } known)
            {
                return new ComparisonMeasure(child, known, function);
            }
        }

        throw element.Error("has no measure that is known");
    }

    public static CompareFunction ReadFunction(PmmlElement element, CompareFunction otherwise) =>
        element.Get("compareFunction") switch
        {
            null => otherwise,
            "absDiff" => CompareFunction.AbsDiff,
            "gaussSim" => CompareFunction.GaussSim,
            "delta" => CompareFunction.Delta,
            "equal" => CompareFunction.Equal,
            "table" => throw element.Error("compares by a table, which is not supported"),
            _ => throw element.Unknown("compareFunction"),
        };

    /// <summary>Measures two points; NaN coordinates of the first do not count.</summary>
    /// <param name="fields">The coordinates.</param>
    /// <param name="x">The first point.</param>
    /// <param name="y">The second point.</param>
    /// <param name="adjustment">What the missing coordinates make the others count.</param>
    public double Measure(
        ReadOnlySpan<FieldComparison> fields,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        double adjustment)
    {
        if (IsSimilarity)
        {
            return MeasureSimilarity(x, y);
        }

        double sum = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            if (double.IsNaN(x[i]))
            {
                continue;
            }

            var difference = fields[i].Compare(x[i], y[i]);
            sum = _kind switch
            {
                MeasureKind.Chebychev => Math.Max(sum, fields[i].Weight * difference),
                MeasureKind.CityBlock => sum + fields[i].Weight * difference,
                MeasureKind.Minkowski => sum + fields[i].Weight * Math.Pow(difference, _power),
                _ => sum + fields[i].Weight * difference * difference,
            };
        }

        sum *= adjustment;
        return _kind switch
        {
            MeasureKind.Euclidean => Math.Sqrt(sum),
            MeasureKind.Minkowski => Math.Pow(sum, 1 / _power),
            _ => sum,
        };
    }

    private double MeasureSimilarity(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double both = 0;
        double first = 0;
        double second = 0;
        double none = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (isX, isY) = (x[i] == 1, y[i] == 1);
            both += isX && isY ? 1 : 0;
            first += isX && !isY ? 1 : 0;
            second += !isX && isY ? 1 : 0;
            none += !isX && !isY ? 1 : 0;
        }

        return _kind switch
        {
            MeasureKind.SimpleMatching => (both + none) / (both + first + second + none),
            MeasureKind.Jaccard => both / (both + first + second),
            MeasureKind.Tanimoto => (both + none) / (both + 2 * (first + second) + none),
            _ => (_binary[3] * both + _binary[2] * first + _binary[1] * second + _binary[0] * none)
                / (_binary[7] * both + _binary[6] * first + _binary[5] * second + _binary[4] * none),
        };
    }
}
