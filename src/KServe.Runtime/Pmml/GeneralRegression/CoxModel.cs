using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>A Cox regression; its prediction is the cumulative hazard at the end time.</summary>
internal sealed class CoxModel(
    ModelContext context,
    LinearPredictor predictor,
    double reference,
    PmmlField endTime,
    PmmlField? stratum,
    Dictionary<PmmlValue, BaselineHazard> hazards) : ModelEvaluator(context)
{
    protected override void Compute(PmmlRow row, ModelResult result)
    {
        var key = stratum is null ? PmmlValue.Missing : row.Get(stratum.Slot);
        if (!hazards.TryGetValue(key, out var hazard))
        {
            return;
        }

        var atTime = hazard.Find(row.GetNumber(endTime.Slot));
        result.Predicted = PmmlValue.FromReal(
            atTime == 0 ? 0 : atTime * Math.Exp(predictor.Evaluate(row) - reference));
    }
}
