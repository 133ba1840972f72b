using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Bayes;

/// <summary>Reads naive Bayes classifiers.</summary>
internal static class NaiveBayesReader
{
    public static ModelEvaluator Read(ModelContext context)
    {
        var element = context.Element;
        var threshold = element.RequireNumber("threshold");
        if (!(threshold >= 0))
        {
            throw element.Error($"has the threshold {threshold}");
        }

        var output = element.RequireChild("BayesOutput").RequireChild("TargetValueCounts");
        var counts = new Dictionary<int, double>();
        foreach (var count in output.All("TargetValueCount"))
        {
            counts[context.AddCategory(count.Require("value"))] = RequireCount(count);
        }

        if (counts.Count == 0)
        {
            throw output.Error("has no <TargetValueCount>");
        }

        PmmlElement[] elements = [.. element.RequireChild("BayesInputs").All("BayesInput")];
        foreach (var target in elements.SelectMany(static input => Descend(input)))
        {
            context.AddCategory(target.Require("value"));
        }

        var size = context.Categories.Length;
        var inputs = Array.ConvertAll(elements, input => ReadInput(input, context, size, threshold));
        var priors = new double[size];
        for (var i = 0; i < size; i++)
        {
            priors[i] = Math.Log(counts.GetValueOrDefault(i));
        }

        return new NaiveBayesModel(context, priors, inputs, threshold);
    }

    private static double RequireCount(PmmlElement element)
    {
        var count = element.RequireNumber("count");
        return count >= 0 ? count : throw element.Error($"has the count {count}");
    }

    private static IEnumerable<PmmlElement> Descend(PmmlElement input) => input.All("PairCounts")
        .SelectMany(static pair => pair.RequireChild("TargetValueCounts").All("TargetValueCount"))
        .Concat(input.Find("TargetValueStats")?.All("TargetValueStat") ?? []);

    private static BayesInput ReadInput(PmmlElement element, ModelContext context, int size, double threshold)
    {
        var field = context.Scope.Require(element, element.Get("fieldName") is null ? "field" : "fieldName");
        if (element.Find("DerivedField") is { } derived)
        {
            field = context.Expressions.ReadDerivedField(derived, context.Scope);
        }

        if (element.Find("TargetValueStats") is { } stats)
        {
            var densities = new BayesDensity?[size];
            foreach (var stat in stats.All("TargetValueStat"))
            {
                densities[context.AddCategory(stat.Require("value"))] = BayesDensity.Read(stat);
            }

            return new BayesInput { Slot = field.Slot, Values = [], Densities = densities };
        }

        return new BayesInput
        {
            Slot = field.Slot,
            Values = ReadPairs(element, context, field, size, threshold),
            Densities = [],
        };
    }

    private static Dictionary<PmmlValue, double[]> ReadPairs(
        PmmlElement element,
        ModelContext context,
        PmmlField field,
        int size,
        double threshold)
    {
        var counts = new Dictionary<PmmlValue, double[]>();
        var totals = new double[size];
        foreach (var pair in element.All("PairCounts"))
        {
            var line = new double[size];
            foreach (var count in pair.RequireChild("TargetValueCounts").All("TargetValueCount"))
            {
                line[context.AddCategory(count.Require("value"))] = RequireCount(count);
            }

            for (var i = 0; i < size; i++)
            {
                totals[i] += line[i];
            }

            if (!counts.TryAdd(field.Type.Parse(pair, pair.Require("value")), line))
            {
                throw pair.Error("counts a value a second time");
            }
        }

        foreach (var line in counts.Values)
        {
            for (var i = 0; i < size; i++)
            {
                line[i] = Math.Log(line[i] > 0 ? line[i] / totals[i] : threshold);
            }
        }

        return counts;
    }
}
