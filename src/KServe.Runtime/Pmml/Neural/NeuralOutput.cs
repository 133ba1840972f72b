using KServe.Runtime.Pmml.Expressions;

namespace KServe.Runtime.Pmml.Neural;

/// <summary>What an output neuron means.</summary>
/// <param name="Source">The position of the neuron's output.</param>
/// <param name="Category">The position of the category that it is about; -1 for a number.</param>
/// <param name="Norm">How the number has been normalised; none leaves it as it is.</param>
/// <param name="Target">The field that is predicted.</param>
internal sealed record NeuralOutput(int Source, int Category, NormContinuousExpression? Norm, string? Target);
