using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Expressions;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Mining;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Outputs;

/// <summary>Reads output fields; without any, a model has its prediction and its probabilities.</summary>
internal static class OutputReader
{
    /// <summary>Reads the outputs of a model.</summary>
    /// <param name="context">What the model was read with.</param>
    /// <param name="model">The model.</param>
    /// <param name="segments">The numbers of the models of the segments, by their ids.</param>
    /// <param name="visible">Takes every output as a field, for what comes after the model.</param>
    public static OutputAssignment[] Read(
        ModelContext context,
        ModelEvaluator model,
        IReadOnlyDictionary<string, int> segments,
        FieldScope visible)
    {
        if (context.Element.Find("Output") is not { } output)
        {
            return [];
        }

        var scope = new FieldScope(context.SegmentScope ?? context.Scope);
        var assignments = new List<OutputAssignment>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in output.All("OutputField"))
        {
            var field = ReadField(element, context, model, segments, scope);
            if (!names.Add(field.Name))
            {
                throw element.Error($"defines '{PmmlElement.Shorten(field.Name)}' a second time");
            }

            var slot = context.Document.Slots.Add(AssignedSource.Instance);
            assignments.Add(new OutputAssignment(field, slot));
            var seen = new PmmlField
            {
                Name = field.Name,
                Slot = slot,
                Type = field.Type,
                OpType = DataField.ReadOpType(element)
                    ?? (field.Type.IsNumeric ? PmmlOpType.Continuous : PmmlOpType.Categorical),
            };
            scope.Add(seen);
            visible.Add(seen);
        }

        return [.. assignments];
    }

    /// <summary>Makes the outputs of a model that declares none.</summary>
    public static OutputField[] CreateDefault(ModelEvaluator model)
    {
        var outputs = new List<OutputField>
        {
            new()
            {
                Name = FindTargetName(model) ?? "predictedValue",
                Type = GetPredictedType(model),
                Feature = OutputFeature.PredictedValue,
            },
        };
        if (model.HasProbabilities || model.Function == MiningFunction.Clustering)
        {
            var isClustering = model.Function == MiningFunction.Clustering;
            outputs.AddRange(model.Categories.Select((category, index) => new OutputField
            {
                Name = $"{(isClustering ? "affinity" : "probability")}({category})",
                Type = PmmlType.Double,
                Feature = isClustering ? OutputFeature.Affinity : OutputFeature.Probability,
                Value = model.CategoryValues[index],
            }));
        }

        return [.. outputs.DistinctBy(static output => output.Name, StringComparer.Ordinal)];
    }

    /// <summary>Finds the predicted field: that of the last model of a chain, whose result is the chain's.</summary>
    private static string? FindTargetName(ModelEvaluator model) =>
        model is MiningModel { Options.Method: MultipleModelMethod.ModelChain } chain
            ? chain.Segments[^1].Model.Target?.Name ?? model.Target?.Name
            : model.Target?.Name;

    private static PmmlType GetPredictedType(ModelEvaluator model) => model.Function switch
    {
        MiningFunction.Regression => PmmlType.Double,
        MiningFunction.Classification => model.TargetType,
        _ => PmmlType.Text,
    };

    private static OutputField ReadField(
        PmmlElement element,
        ModelContext context,
        ModelEvaluator model,
        IReadOnlyDictionary<string, int> segments,
        FieldScope scope)
    {
        var feature = ReadFeature(element);
        Expression? expression = null;
        if (feature == OutputFeature.Transformed)
        {
            expression = context.Expressions.ReadOnly(element, AddPrediction(scope, context, model));
        }

        var target = element.Get("targetField");
        return new OutputField
        {
            Name = element.Require("name"),
            Feature = feature,
            Type = PmmlType.Read(element) ?? InferType(element, feature, expression, model),
            IsFinal = element.GetFlag("isFinalResult", otherwise: true),
            Value = ReadValue(element, model),
            Rank = ReadRank(element),
            Expression = expression,
            FurtherTarget = target is null || target == context.Target?.Name ? null : target,
            SegmentModel = ReadSegment(element, segments),
            TargetSlot = FindSlot(context, target ?? context.Target?.Name),
            IsRuleNumber = element.Get("ruleFeature") is "confidence",
        };
    }

    private static OutputFeature ReadFeature(PmmlElement element)
    {
        var hasExpression = element.Children.Any(static child => child.Name is not ("Decisions" or "Value"));
        return element.Get("feature") switch
        {
            null => hasExpression ? OutputFeature.Transformed : OutputFeature.PredictedValue,
            "predictedValue" => OutputFeature.PredictedValue,
            "predictedDisplayValue" => OutputFeature.DisplayValue,
            "transformedValue" => OutputFeature.Transformed,
            "decision" => hasExpression ? OutputFeature.Transformed : OutputFeature.PredictedValue,
            "probability" => OutputFeature.Probability,
            "confidence" => OutputFeature.Confidence,
            "affinity" or "clusterAffinity" => OutputFeature.Affinity,
            "entityAffinity" => OutputFeature.EntityAffinity,
            "entityId" or "clusterId" or "ruleId" => OutputFeature.EntityId,
            "reasonCode" => OutputFeature.ReasonCode,
            "ruleValue" or "rule" or "consequent" or "antecedent" => OutputFeature.Rule,
            "residual" => OutputFeature.Residual,
            "standardError" or "standardDeviation" or "warning" or "report" or "x-report" or "support" or "lift"
                or "leverage" => OutputFeature.Absent,
            _ => throw element.Unknown("feature"),
        };
    }

    private static PmmlType InferType(
        PmmlElement element,
        OutputFeature feature,
        Expression? expression,
        ModelEvaluator model) => feature switch
        {
            OutputFeature.PredictedValue => GetPredictedType(model),
            OutputFeature.Transformed => expression?.Type
                ?? (DataField.ReadOpType(element) is PmmlOpType.Continuous or null ? PmmlType.Double : PmmlType.Text),
            OutputFeature.DisplayValue or OutputFeature.EntityId or OutputFeature.ReasonCode => PmmlType.Text,
            OutputFeature.Rule when element.Get("ruleFeature") is not "confidence" => PmmlType.Text,
            _ => PmmlType.Double,
        };

    /// <summary>Lets an expression see the prediction under the target's name, where no field has that name.</summary>
    private static FieldScope AddPrediction(FieldScope scope, ModelContext context, ModelEvaluator model)
    {
        if (context.Target is not { } target || scope.Find(target.Name) is not null)
        {
            return scope;
        }

        var seen = new FieldScope(scope);
        seen.Add(new PmmlField
        {
            Name = target.Name,
            Slot = context.Document.Slots.Add(new PredictionSource(model)),
            Type = GetPredictedType(model),
            OpType = target.OpType,
            Values = target.Values,
        });
        return seen;
    }

    private static int FindSlot(ModelContext context, string? name) =>
        context.Document.Inputs.Find(input => input.Name == name)?.Slot ?? -1;

    private static PmmlValue ReadValue(PmmlElement element, ModelEvaluator model)
    {
        var text = PmmlValue.FromText(element.Get("value"));
        return !text.IsMissing && model.FindCategory(text) < 0 && model.TargetType.TryConvert(text, out var value)
            ? value
            : text;
    }

    private static int ReadRank(PmmlElement element)
    {
        var rank = element.GetInteger("rank", 1);
        return rank >= 1 ? rank : throw element.Error($"has the rank {rank}, 1 is the first");
    }

    private static int ReadSegment(PmmlElement element, IReadOnlyDictionary<string, int> segments)
    {
        if (element.Get("segmentId") is not { } id)
        {
            return -1;
        }

        return segments.TryGetValue(id, out var index)
            ? index
            : throw element.Error($"names the segment '{PmmlElement.Shorten(id)}', which does not exist");
    }
}
