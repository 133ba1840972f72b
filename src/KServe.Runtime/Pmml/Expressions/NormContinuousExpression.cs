using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>A piecewise linear function of a field.</summary>
internal sealed class NormContinuousExpression : Expression
{
    private readonly PmmlField _field;
    private readonly LinearNorm[] _corners;
    private readonly OutlierTreatment _outliers;
    private readonly double _mapMissingTo;

    public NormContinuousExpression(PmmlElement element, PmmlField field)
    {
        _field = field;
        _corners = ReadCorners(element);
        _mapMissingTo = element.GetNumber("mapMissingTo", double.NaN);
        _outliers = element.Get("outliers") switch
        {
            null or "asIs" => OutlierTreatment.AsIs,
            "asMissingValues" => OutlierTreatment.AsMissingValues,
            "asExtremeValues" => OutlierTreatment.AsExtremeValues,
            _ => throw element.Unknown("outliers"),
        };
    }

    public PmmlField Field => _field;

    public override int Depth => _field.Depth + 1;

    public override PmmlType? Type => PmmlType.Double;

    public override PmmlValue Evaluate(PmmlRow row) => PmmlValue.FromReal(Normalize(row.GetNumber(_field.Slot)));

    /// <summary>Finds the value that is normalised to a number, as neural networks do with their outputs.</summary>
    public double Denormalize(double norm)
    {
        var last = _corners.Length - 1;
        var isRising = _corners[last].Norm >= _corners[0].Norm;
        var at = 1;
        while (at < last && (isRising ? norm > _corners[at].Norm : norm < _corners[at].Norm))
        {
            at++;
        }

        var (from, to) = (_corners[at - 1], _corners[at]);
        return from.Origin + (norm - from.Norm) / (to.Norm - from.Norm) * (to.Origin - from.Origin);
    }

    private double Normalize(double value)
    {
        if (double.IsNaN(value))
        {
            return _mapMissingTo;
        }

        var last = _corners.Length - 1;
        if (_outliers != OutlierTreatment.AsIs && (value < _corners[0].Origin || value > _corners[last].Origin))
        {
            return _outliers == OutlierTreatment.AsMissingValues
                ? _mapMissingTo
                : _corners[value < _corners[0].Origin ? 0 : last].Norm;
        }

        var at = 1;
        while (at < last && value > _corners[at].Origin)
        {
            at++;
        }

        var (from, to) = (_corners[at - 1], _corners[at]);
        return from.Norm + (value - from.Origin) / (to.Origin - from.Origin) * (to.Norm - from.Norm);
    }

    private static LinearNorm[] ReadCorners(PmmlElement element)
    {
        var corners = element.All("LinearNorm")
            .Select(static corner => new LinearNorm(corner.RequireNumber("orig"), corner.RequireNumber("norm")))
            .OrderBy(static corner => corner.Origin)
            .ToArray();
        if (corners.Length < 2)
        {
            throw element.Error("has fewer than two <LinearNorm>");
        }

        for (var i = 1; i < corners.Length; i++)
        {
            if (!(corners[i].Origin > corners[i - 1].Origin))
            {
                throw element.Error($"has the origin {corners[i].Origin} twice");
            }
        }

        return corners;
    }
}
