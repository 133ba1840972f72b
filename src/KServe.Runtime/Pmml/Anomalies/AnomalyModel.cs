using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Anomalies;

/// <summary>A model whose prediction becomes an anomaly score.</summary>
/// <remarks>
/// An isolation forest's mean path length h over c(n), the mean path of an unsuccessful search, becomes 2^(-h/c(n))
/// (Liu, Ting, Zhou: Isolation Forest, 2008). The distance to the nearest cluster is divided by the mean distance of
/// that
/// cluster's training rows. Other models' predictions stay as they are.
/// </remarks>
internal sealed class AnomalyModel(
    ModelContext context,
    ModelEvaluator inner,
    double sampleSize,
    double[] meanDistances) : ModelEvaluator(context)
{
    private const double Euler = 0.57721566490153286;

    protected override void Compute(PmmlRow row, ModelResult result)
    {
        var prediction = inner.Evaluate(row);
        result.Inner = prediction;
        var value = prediction.Predicted;
        if (sampleSize > 0)
        {
            var path = sampleSize == 2 ? 1 : 2 * (Math.Log(sampleSize - 1) + Euler) - 2 * (sampleSize - 1) / sampleSize;
            value = PmmlValue.FromReal(Math.Pow(2, -value.ToNumber() / path));
        }
        else if (meanDistances.Length > 0)
        {
            var cluster = inner.FindCategory(value);
            value = cluster < 0 ? default : PmmlValue.FromReal(prediction.Scores[cluster] / meanDistances[cluster]);
        }

        result.Predicted = value;
    }
}
