using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Outputs;

/// <summary>
/// What the element <c>Targets</c> does with predictions: bounds, scale, whole numbers, values for none.
/// </summary>
internal sealed class TargetTransform
{
    private readonly Dictionary<string, string> _displayValues = new(StringComparer.Ordinal);
    private readonly List<(string Category, double Probability)> _priors = [];
    private readonly double _min;
    private readonly double _max;
    private readonly double _factor;
    private readonly double _constant;
    private readonly Func<double, double>? _cast;
    private readonly double _default = double.NaN;

    private TargetTransform(PmmlElement element, ModelContext context)
    {
        _min = element.GetNumber("min", double.NegativeInfinity);
        _max = element.GetNumber("max", double.PositiveInfinity);
        _factor = element.GetNumber("rescaleFactor", 1);
        _constant = element.GetNumber("rescaleConstant", 0);
        _cast = element.Get("castInteger") switch
        {
            null => null,
            "round" => static value => Math.Floor(value + 0.5),
            "ceiling" => Math.Ceiling,
            "floor" => Math.Floor,
            _ => throw element.Unknown("castInteger"),
        };
        foreach (var value in element.All("TargetValue"))
        {
            _default = value.GetNumber("defaultValue", _default);
            if (value.Get("value") is not { } text)
            {
                continue;
            }

            var category = context.ToTargetValue(text).ToString();
            if (value.Get("displayValue") is { } display)
            {
                _displayValues[category] = display;
            }

            if (value.GetNumber("priorProbability") is { } prior)
            {
                _priors.Add((category, prior));
            }
        }
    }

    /// <summary>Reads the treatment of the model's target.</summary>
    /// <returns><see langword="null"/> when the model has none.</returns>
    public static TargetTransform? Read(ModelContext context)
    {
        if (context.Element.Find("Targets") is not { } targets)
        {
            return null;
        }

        foreach (var element in targets.All("Target"))
        {
            var field = element.Get("field");
            if (field is null || context.Target is null || field == context.Target.Name)
            {
                return new TargetTransform(element, context);
            }
        }

        return null;
    }

    public string? FindDisplayValue(PmmlValue value) => _displayValues.GetValueOrDefault(value.ToString());

    public void Apply(ModelResult result)
    {
        if (result.Model.Function == MiningFunction.Regression)
        {
            result.Predicted = Rescale(result.Predicted, result.Model.IsFloat);
        }
        else if (result.Predicted.IsMissing && _priors.Count > 0)
        {
            var scores = result.BeginScores();
            foreach (var (category, probability) in _priors)
            {
                if (result.Model.FindCategory(category) is >= 0 and var index)
                {
                    scores[index] = probability;
                }
            }

            result.PredictHighest();
        }
    }

    private PmmlValue Rescale(PmmlValue value, bool isFloat)
    {
        if (!value.IsNumber)
        {
            return PmmlValue.FromReal(_default);
        }

        var number = Math.Min(Math.Max(value.Number, _min), _max);
        number = isFloat ? (float)((float)number * (float)_factor) + (float)_constant : number * _factor + _constant;
        return _cast is null ? PmmlValue.FromReal(number) : PmmlValue.FromInteger(_cast(number));
    }
}
