using System.Globalization;
using KServe.Runtime.Pmml.Clustering;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Neighbors;

/// <summary>Reads nearest neighbour models with their training instances.</summary>
internal static class NearestNeighborReader
{
    public static ModelEvaluator Read(ModelContext context)
    {
        var element = context.Element;
        var measure = ComparisonMeasure.Read(element);
        PmmlElement[] inputs = [.. element.RequireChild("KNNInputs").All("KNNInput")];
        var fields = Array.ConvertAll(inputs, input => context.Scope.Require(input));
        var comparisons = Array.ConvertAll(inputs, input => new FieldComparison(
            context.Scope.Require(input).Slot,
            input.GetNumber("fieldWeight", 1),
            ComparisonMeasure.ReadFunction(input, measure.Function),
            1));
        var options = new NeighborOptions(
            element.GetInteger("numberOfNeighbors", 0),
            ReadScoring(element, "continuousScoringMethod", "average", "weightedAverage", "median"),
            ReadScoring(element, "categoricalScoringMethod", "majorityVote", "weightedMajorityVote", null),
            element.GetNumber("threshold", 0.001));
        if (options.Count < 1 || fields.Length == 0)
        {
            throw element.Error("has no neighbours or no inputs");
        }

        return new NearestNeighborModel(context, measure, comparisons, ReadInstances(context, fields), options);
    }

    private static NeighborScoring ReadScoring(
        PmmlElement element,
        string attribute,
        string plain,
        string weighted,
        string? median)
    {
        var text = element.Get(attribute) ?? plain;
        return text == plain ? NeighborScoring.Plain
            : text == weighted ? NeighborScoring.Weighted
            : text == median ? NeighborScoring.Median
            : throw element.Unknown(attribute);
    }

    private static TrainingInstances ReadInstances(ModelContext context, PmmlField[] fields)
    {
        var element = context.Element.RequireChild("TrainingInstances");
        PmmlElement[] rows = [.. element.RequireChild("InlineTable").All("row")];
        if (rows.Length == 0)
        {
            throw element.Error("has no instances");
        }

        var columns = element.RequireChild("InstanceFields").All("InstanceField").ToDictionary(
            static field => field.Require("field"),
            static field => LocalName(field.Get("column") ?? field.Require("field")),
            StringComparer.Ordinal);
        var inputs = ReadInputs(context, element, rows, columns, fields);
        NeighborTarget[] targets =
        [
            .. context.Element.RequireChild("MiningSchema").All("MiningField")
                .Where(static field => field.Get("usageType") is "target" or "predicted")
                .Select(static field => field.Require("name"))
                .Where(columns.ContainsKey)
                .Select(name => context.Document.DataFields.GetValueOrDefault(name))
                .OfType<DataField>()
                .Select(field => new NeighborTarget(field, ReadColumn(element, rows, columns, field.Name, field.Type))),
        ];
        if (targets is [{ IsContinuous: false } first, ..])
        {
            Array.ForEach(first.Values, value => context.AddCategory(value.ToString()));
        }

        var ids = context.Element.Get("instanceIdVariable") is { } id
            ? Array.ConvertAll(ReadColumn(element, rows, columns, id, PmmlType.Text), static value => value.ToString())
            : [.. rows.Select(static (_, index) => (index + 1).ToString(CultureInfo.InvariantCulture))];
        return new TrainingInstances(inputs, ids, targets);
    }

    /// <summary>
    /// Reads the inputs of the instances; those that are derived are computed as they are for a request.
    /// </summary>
    private static PmmlValue[][] ReadInputs(
        ModelContext context,
        PmmlElement element,
        PmmlElement[] rows,
        Dictionary<string, string> columns,
        PmmlField[] fields)
    {
        var derived = fields.Any(field => !columns.ContainsKey(field.Name));
        var known = columns.Keys
            .Select(name => derived ? context.Scope.Find(name) : Array.Find(fields, field => field.Name == name))
            .OfType<PmmlField>()
            .Select(field => (field.Slot, Values: ReadColumn(element, rows, columns, field.Name, field.Type)))
            .ToArray();
        var row = new PmmlRow(context.Document.Slots.ToArray(), context.Document.ModelCount);
        var inputs = Array.ConvertAll(fields, _ => new PmmlValue[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            row.MoveTo(i);
            foreach (var (slot, values) in known)
            {
                row.Set(slot, values[i]);
            }

            for (var f = 0; f < fields.Length; f++)
            {
                inputs[f][i] = row.Get(fields[f].Slot);
            }
        }

        return inputs;
    }

    private static PmmlValue[] ReadColumn(
        PmmlElement element,
        PmmlElement[] rows,
        Dictionary<string, string> columns,
        string field,
        PmmlType type)
    {
        if (!columns.TryGetValue(field, out var column))
        {
            throw element.Error($"has no column for the field '{PmmlElement.Shorten(field)}'");
        }

        return Array.ConvertAll(rows, row => row.Find(column) is { } cell && cell.Text.Length > 0
            ? type.Parse(cell, cell.Text)
            : throw row.Error($"has no value in '{PmmlElement.Shorten(column)}'"));
    }

    private static string LocalName(string column) => column[(column.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
