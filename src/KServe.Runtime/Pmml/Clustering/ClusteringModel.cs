using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Clustering;

/// <summary>Clusters with a centre each; a row belongs to the nearest.</summary>
internal sealed class ClusteringModel(
    ModelContext context,
    ComparisonMeasure measure,
    FieldComparison[] fields,
    double[] missingWeights,
    Cluster[] clusters) : ModelEvaluator(context, Array.ConvertAll(clusters, static cluster => cluster.Id))
{
    protected override void Compute(PmmlRow row, ModelResult result)
    {
        var point = result.GetScratch(fields.Length);
        double present = 0;
        double all = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            point[i] = row.GetNumber(fields[i].Slot);
            all += missingWeights[i];
            present += double.IsNaN(point[i]) ? 0 : missingWeights[i];
        }

        if (!(present > 0))
        {
            return;
        }

        var scores = result.BeginScores();
        var best = 0;
        for (var i = 0; i < clusters.Length; i++)
        {
            scores[i] = measure.Measure(fields, point, clusters[i].Center, all / present);
            if (measure.IsSimilarity ? scores[i] > scores[best] : scores[i] < scores[best])
            {
                best = i;
            }
        }

        result.EntityId = clusters[best].Id;
        result.DisplayValue = clusters[best].Name;
        result.Predicted = PmmlValue.FromText(clusters[best].Id);
    }
}
