using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Predicates;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>A part of a mining model: a model, and the rows it is for.</summary>
/// <param name="Id">The name.</param>
/// <param name="Predicate">True for the rows that the model is for.</param>
/// <param name="Weight">How much the model counts.</param>
/// <param name="Model">The model.</param>
internal sealed record Segment(string Id, Predicate Predicate, double Weight, ModelEvaluator Model);
