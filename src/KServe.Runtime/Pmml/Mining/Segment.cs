using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>A part of a mining model: a model, and the rows it is for.</summary>
/// <param name="Id">The name.</param>
/// <param name="Predicate">True for the rows that the model is for.</param>
/// <param name="Weight">How much the model counts, when no field says it.</param>
/// <param name="WeightSlot">Where the field lies that says how much the model counts; -1 when there is none.</param>
/// <param name="Model">The model.</param>
internal sealed record Segment(string Id, Predicate Predicate, double Weight, int WeightSlot, ModelEvaluator Model)
{
    /// <summary>Gets how much the model counts for a row; an output of the model itself may say it.</summary>
    public double GetWeight(PmmlRow row) => WeightSlot < 0 ? Weight : row.GetNumber(WeightSlot);
}
