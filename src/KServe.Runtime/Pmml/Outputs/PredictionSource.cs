using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Outputs;

/// <summary>A slot that shows a model's prediction to the expressions of its outputs.</summary>
internal sealed class PredictionSource(ModelEvaluator model) : FieldSource
{
    public override PmmlValue Compute(PmmlRow row) => row.GetResult(model).Predicted;
}
