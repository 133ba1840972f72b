using KServe.Runtime.Pmml.Clustering;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;

namespace KServe.Runtime.Pmml.Anomalies;

/// <summary>Reads anomaly detection models.</summary>
internal static class AnomalyReader
{
    public static ModelEvaluator Read(ModelContext context)
    {
        var element = context.Element;
        var algorithm = element.Require("algorithmType");
        if (algorithm is not ("iforest" or "ocsvm" or "clusterMeanDist" or "other"))
        {
            throw element.Unknown("algorithmType");
        }

        var model = element.Children.FirstOrDefault(static child => ModelReader.IsModel(child))
            ?? throw element.Error("has no model");
        var inner = ModelReader.ReadInner(context, context.Scope, model, new FieldScope(parent: null));
        double size = 0;
        if (algorithm == "iforest")
        {
            size = element.RequireNumber("sampleDataSize");
            if (!(size >= 2))
            {
                throw element.Error($"has the sampleDataSize {size}, at least 2 was expected");
            }
        }

        return new AnomalyModel(
            context, inner, size, algorithm == "clusterMeanDist" ? ReadDistances(element, inner) : []);
    }

    private static double[] ReadDistances(PmmlElement element, ModelEvaluator inner)
    {
        var means = element.RequireChild("MeanClusterDistances");
        var distances = PmmlArrays.ReadNumbers(PmmlArrays.Find(means) ?? throw means.Error("has no array"));
        return inner is ClusteringModel && distances.Length == inner.Categories.Length
            ? distances
            : throw means.Error($"has {distances.Length} distances, one per cluster was expected");
    }
}
