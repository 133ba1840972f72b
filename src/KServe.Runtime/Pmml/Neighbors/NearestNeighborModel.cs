using KServe.Runtime.Pmml.Clustering;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Mining;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Neighbors;

/// <summary>The nearest of the training instances, and what they say about the targets.</summary>
internal sealed class NearestNeighborModel(
    ModelContext context,
    ComparisonMeasure measure,
    FieldComparison[] fields,
    TrainingInstances instances,
    NeighborOptions options) : ModelEvaluator(context)
{
    public override bool HasProbabilities => false;

    protected override void Compute(PmmlRow row, ModelResult result)
    {
        var scratch = result.GetScratch(fields.Length + instances.Count);
        var point = scratch[..fields.Length];
        var present = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            point[i] = instances.Encode(i, row.Get(fields[i].Slot));
            present += double.IsNaN(point[i]) ? 0 : 1;
        }

        if (present == 0)
        {
            return;
        }

        var nearest = FindNearest(point, scratch[fields.Length..], (double)fields.Length / present);
        foreach (var (index, affinity) in nearest)
        {
            result.Ranking.Add(instances.Ids[index]);
            result.RankingScores.Add(affinity);
        }

        result.EntityId = result.Ranking[0];
        foreach (var target in instances.Targets)
        {
            var value = target.IsContinuous ? Average(target, nearest) : Vote(target, nearest);
            if (ReferenceEquals(target, instances.Targets[0]))
            {
                result.Predicted = value;
            }
            else
            {
                result.Further[target.Field.Name] = value;
            }
        }
    }

    private (int Index, double Affinity)[] FindNearest(
        ReadOnlySpan<double> point,
        Span<double> affinities,
        double adjustment)
    {
        var order = new int[instances.Count];
        var keys = new double[instances.Count];
        for (var i = 0; i < instances.Count; i++)
        {
            affinities[i] = measure.Measure(fields, point, instances.GetPoint(i), adjustment);
            keys[i] = measure.IsSimilarity ? -affinities[i] : affinities[i];
            order[i] = i;
        }

        // Equal distances keep the order of the document.
        Array.Sort(order, (x, y) => keys[x] != keys[y] ? keys[x].CompareTo(keys[y]) : x.CompareTo(y));
        var nearest = new (int, double)[Math.Min(options.Count, order.Length)];
        for (var i = 0; i < nearest.Length; i++)
        {
            nearest[i] = (order[i], affinities[order[i]]);
        }

        return nearest;
    }

    private PmmlValue Average(NeighborTarget target, (int Index, double Affinity)[] nearest)
    {
        var numbers = Array.ConvertAll(nearest, neighbor => target.Values[neighbor.Index].ToNumber());
        if (options.Continuous == NeighborScoring.Median)
        {
            return PmmlValue.FromReal(Medians.Find(numbers));
        }

        double sum = 0;
        double total = 0;
        for (var i = 0; i < nearest.Length; i++)
        {
            var weight = options.Continuous == NeighborScoring.Weighted
                ? 1 / (nearest[i].Affinity + options.Threshold)
                : 1;
            sum += weight * numbers[i];
            total += weight;
        }

        return PmmlValue.FromReal(sum / total);
    }

    private PmmlValue Vote(NeighborTarget target, (int Index, double Affinity)[] nearest)
    {
        var votes = new Dictionary<PmmlValue, double>();
        foreach (var (index, affinity) in nearest)
        {
            var weight = options.Categorical == NeighborScoring.Weighted ? 1 / (affinity + options.Threshold) : 1;
            votes[target.Values[index]] = votes.GetValueOrDefault(target.Values[index]) + weight;
        }

        // A tie goes to the category with the most training instances, then to the smallest.
        return votes
            .OrderByDescending(static vote => vote.Value)
            .ThenByDescending(vote => target.Values.Count(value => value.Equals(vote.Key)))
            .ThenBy(static vote => vote.Key.ToString(), StringComparer.Ordinal)
            .First().Key;
    }
}
