using System.Globalization;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>Reads models of several segments.</summary>
internal static class MiningModelReader
{
    public static ModelEvaluator Read(ModelContext context)
    {
        var segmentation = context.Element.Find("Segmentation")
            ?? throw context.Element.Error("has no <Segmentation>; models composed in other ways are not supported");
        var options = ReadOptions(segmentation);
        var model = context.Document.FindOpen(context.Element) ?? new OpenModel(context);
        foreach (var element in segmentation.All("Segment"))
        {
            model.Add(element);
        }

        return Create(context, options, model.Segments);
    }

    /// <summary>Makes the model of segments that have been read.</summary>
    private static MiningModel Create(ModelContext context, SegmentOptions options, List<Segment> segments)
    {
        if (segments.Count == 0)
        {
            throw context.Element.Error("has no <Segment>");
        }

        string[]? entities = null;
        if (context.IsClassification)
        {
            foreach (var category in segments.SelectMany(static segment => segment.Model.Categories))
            {
                context.AddCategory(category);
            }
        }
        else if (context.Function == MiningFunction.Clustering)
        {
            entities =
            [
                .. segments.SelectMany(static segment => segment.Model.Categories).Distinct(StringComparer.Ordinal),
            ];
        }

        return new MiningModel(context, [.. segments], options, entities);
    }

    /// <summary>Reads a segment with the model in it.</summary>
    public static Segment ReadSegment(PmmlElement element, ModelContext context, FieldScope scope, int index)
    {
        var predicate = PredicateReader.ReadOnly(element, scope);
        var weight = element.GetNumber("weight", 1);
        if (!(weight >= 0) || double.IsInfinity(weight))
        {
            throw element.Error($"has the weight {weight}");
        }

        var inner = element.Children.FirstOrDefault(static child => ModelReader.IsModel(child))
            ?? throw element.Error("has no model");
        var id = element.Get("id") ?? (index + 1).ToString(CultureInfo.InvariantCulture);
        var model = ModelReader.ReadInner(context, scope, inner, scope);
        var weightSlot = element.Find("VariableWeight") is { } variable ? scope.Require(variable).Slot : -1;
        return new Segment(id, predicate, weight, weightSlot, model);
    }

    private static SegmentOptions ReadOptions(PmmlElement element) => new(
        element.Require("multipleModelMethod") switch
        {
            "majorityVote" => MultipleModelMethod.MajorityVote,
            "weightedMajorityVote" => MultipleModelMethod.WeightedMajorityVote,
            "average" => MultipleModelMethod.Average,
            "weightedAverage" => MultipleModelMethod.WeightedAverage,
            "median" => MultipleModelMethod.Median,
            "weightedMedian" or "x-weightedMedian" => MultipleModelMethod.WeightedMedian,
            "max" => MultipleModelMethod.Max,
            "sum" => MultipleModelMethod.Sum,
            "weightedSum" or "x-weightedSum" => MultipleModelMethod.WeightedSum,
            "selectFirst" => MultipleModelMethod.SelectFirst,
            "selectAll" => MultipleModelMethod.SelectAll,
            "modelChain" => MultipleModelMethod.ModelChain,
            "multiModelChain" or "x-multiModelChain" => MultipleModelMethod.MultiModelChain,
            _ => throw element.Unknown("multipleModelMethod"),
        },
        (element.Get("missingPredictionTreatment") ?? element.Get("x-missingPredictionTreatment")) switch
        {
            null or "continue" => MissingPredictionTreatment.Continue,
            "skipSegment" => MissingPredictionTreatment.SkipSegment,
            "returnMissing" => MissingPredictionTreatment.ReturnMissing,
            _ => throw element.Unknown("missingPredictionTreatment"),
        },
        element.GetNumber("missingThreshold", element.GetNumber("x-missingThreshold", 1)));
}
