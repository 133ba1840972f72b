using KServe.Runtime.Pmml.Expressions;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Outputs;

/// <summary>An output field: what it shows of a result.</summary>
internal sealed class OutputField
{
    public required string Name { get; init; }

    public required PmmlType Type { get; init; }

    public required OutputFeature Feature { get; init; }

    /// <summary>Gets whether the field is part of answers that name no outputs.</summary>
    public bool IsFinal { get; init; } = true;

    /// <summary>
    /// Gets the category, cluster or other thing that the field is about; missing for the one that won.
    /// </summary>
    public PmmlValue Value { get; init; }

    /// <summary>Gets which of several the field shows, from 1.</summary>
    public int Rank { get; init; } = 1;

    /// <summary>Gets the expression of a transformed value.</summary>
    public Expression? Expression { get; init; }

    /// <summary>Gets the target that the field is about, when it is not the first.</summary>
    public string? FurtherTarget { get; init; }

    /// <summary>Gets the number of the segment's model that the field is about; -1 for the model itself.</summary>
    public int SegmentModel { get; init; } = -1;

    /// <summary>Gets the slot of the observed target, for residuals; -1 when there is none.</summary>
    public int TargetSlot { get; init; } = -1;

    /// <summary>Gets whether the field shows a number of a rule rather than its name.</summary>
    public bool IsRuleNumber { get; init; }

    public PmmlValue Evaluate(PmmlRow row, ModelResult result)
    {
        if (SegmentModel >= 0)
        {
            if (row.FindResult(SegmentModel) is not { } segment)
            {
                return default;
            }

            result = segment;
        }

        return Type.Cast(Select(row, result));
    }

    private PmmlValue Select(PmmlRow row, ModelResult result) => Feature switch
    {
        OutputFeature.PredictedValue => FurtherTarget is null
            ? result.Predicted
            : Innermost(result).Further.GetValueOrDefault(FurtherTarget),
        OutputFeature.DisplayValue => GetDisplayValue(result),
        OutputFeature.Transformed => Expression!.Evaluate(row),
        OutputFeature.Probability => PmmlValue.FromReal(result.GetScore(Value.IsMissing ? result.Predicted : Value)),
        OutputFeature.Confidence => GetConfidence(Innermost(result)),
        OutputFeature.Affinity or OutputFeature.EntityAffinity => GetAffinity(Innermost(result)),
        OutputFeature.EntityId => GetEntity(Innermost(result)),
        OutputFeature.ReasonCode => GetRanked(Innermost(result)),
        OutputFeature.Rule => GetRule(Innermost(result)),
        OutputFeature.Residual => GetResidual(row, result),
        _ => default,
    };

    private static ModelResult Innermost(ModelResult result)
    {
        while (result.Inner is { } inner)
        {
            result = inner;
        }

        return result;
    }

    private static PmmlValue GetDisplayValue(ModelResult result)
    {
        var predicted = result.Predicted;
        if (predicted.IsMissing)
        {
            return default;
        }

        var display = result.Model.TargetTransform?.FindDisplayValue(predicted)
            ?? result.Model.Target?.FindDisplayValue(predicted)
            ?? Innermost(result).DisplayValue;
        return display is null ? predicted : PmmlValue.FromText(display);
    }

    private PmmlValue GetConfidence(ModelResult result)
    {
        var value = Value.IsMissing ? result.Predicted : Value;
        var index = result.Model.FindCategory(value);
        if (result.Confidences is { } confidences && index >= 0)
        {
            return PmmlValue.FromReal(confidences[index]);
        }

        return PmmlValue.FromReal(double.IsNaN(result.Confidence) ? result.GetScore(value) : result.Confidence);
    }

    private PmmlValue GetAffinity(ModelResult result)
    {
        if (result.Ranking.Count > 0 && Value.IsMissing)
        {
            return Rank <= result.RankingScores.Count ? PmmlValue.FromReal(result.RankingScores[Rank - 1]) : default;
        }

        return PmmlValue.FromReal(result.GetScore(Value.IsMissing ? PmmlValue.FromText(result.EntityId) : Value));
    }

    private PmmlValue GetEntity(ModelResult result) =>
        result.Ranking.Count > 0 && Rank > 1 ? GetRanked(result) : PmmlValue.FromText(result.EntityId);

    private PmmlValue GetRanked(ModelResult result) =>
        Rank <= result.Ranking.Count ? PmmlValue.FromText(result.Ranking[Rank - 1]) : default;

    private PmmlValue GetRule(ModelResult result)
    {
        if (!IsRuleNumber)
        {
            return GetRanked(result);
        }

        return Rank <= result.RankingScores.Count ? PmmlValue.FromReal(result.RankingScores[Rank - 1]) : default;
    }

    private PmmlValue GetResidual(PmmlRow row, ModelResult result)
    {
        if (TargetSlot < 0 || row.Get(TargetSlot) is not { IsMissing: false } observed || result.Predicted.IsMissing)
        {
            return default;
        }

        if (result.Model.Function != MiningFunction.Classification)
        {
            return PmmlValue.FromReal(observed.ToNumber() - result.Predicted.ToNumber());
        }

        // The specification: 1 where the category is the observed one, minus its probability.
        var category = Value.IsMissing ? result.Predicted : Value;
        return PmmlValue.FromReal((observed.Equals(category) ? 1 : 0) - result.GetScore(category));
    }
}
