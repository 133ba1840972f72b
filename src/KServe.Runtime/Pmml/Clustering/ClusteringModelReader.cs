using System.Globalization;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;

namespace KServe.Runtime.Pmml.Clustering;

/// <summary>Reads clusterings.</summary>
internal static class ClusteringModelReader
{
    public static ModelEvaluator Read(ModelContext context)
    {
        var element = context.Element;
        switch (element.Require("modelClass"))
        {
            case "centerBased":
                break;
            case "distributionBased":
                throw element.Error("has clusters that are distributions, which are not supported");
            default:
                throw element.Unknown("modelClass");
        }

        var measure = ComparisonMeasure.Read(element);
        var fields = ReadFields(element, context, measure);
        if (fields.Length == 0)
        {
            throw element.Error("has no <ClusteringField>");
        }

        var clusters = element.All("Cluster")
            .Select((cluster, index) => ReadCluster(cluster, index, fields.Length))
            .ToArray();
        if (clusters.Length == 0)
        {
            throw element.Error("has no <Cluster>");
        }

        return new ClusteringModel(context, measure, fields, ReadMissingWeights(element, fields), clusters);
    }

    private static FieldComparison[] ReadFields(PmmlElement element, ModelContext context, ComparisonMeasure measure)
    {
        if (element.Find("CenterFields") is { } centers)
        {
            // Before PMML 4, derived fields were the coordinates.
            return
            [
                .. centers.All("DerivedField").Select(field => new FieldComparison(
                    context.Expressions.ReadDerivedField(field, context.Scope).Slot, 1, measure.Function, 1)),
            ];
        }

        return
        [
            .. element.All("ClusteringField")
                .Where(static field => field.GetFlag("isCenterField", otherwise: true))
                .Select(field => ReadField(field, context.Scope.Require(field), measure)),
        ];
    }

    private static FieldComparison ReadField(PmmlElement element, PmmlField field, ComparisonMeasure measure)
    {
        var function = ComparisonMeasure.ReadFunction(element, measure.Function);
        return new FieldComparison(
            field.Slot,
            element.GetNumber("fieldWeight", 1),
            function,
            function == CompareFunction.GaussSim ? element.RequireNumber("similarityScale") : 1);
    }

    private static double[] ReadMissingWeights(PmmlElement element, FieldComparison[] fields)
    {
        if (element.Find("MissingValueWeights") is not { } weights)
        {
            return [.. fields.Select(static _ => 1.0)];
        }

        var values = PmmlArrays.ReadNumbers(PmmlArrays.Find(weights) ?? throw weights.Error("has no array"));
        return values.Length == fields.Length
            ? values
            : throw weights.Error($"has {values.Length} weights, {fields.Length} were expected");
    }

    private static Cluster ReadCluster(PmmlElement element, int index, int length)
    {
        var center = PmmlArrays.ReadNumbers(PmmlArrays.Find(element) ?? throw element.Error("has no centre"));
        if (center.Length != length)
        {
            throw element.Error($"has a centre of {center.Length} numbers, {length} were expected");
        }

        return new Cluster(
            element.Get("id") ?? (index + 1).ToString(CultureInfo.InvariantCulture),
            element.Get("name"),
            center);
    }
}
