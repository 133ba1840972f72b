namespace KServe.Runtime.Pmml.Neural;

/// <summary>A neuron: where its inputs come from, and what they weigh.</summary>
/// <param name="Bias">What is added.</param>
/// <param name="Sources">The positions of the outputs that it takes.</param>
/// <param name="Weights">A weight per source.</param>
/// <param name="Width">The width of a radial basis function.</param>
/// <param name="Altitude">The height of a radial basis function.</param>
internal sealed record Neuron(double Bias, int[] Sources, double[] Weights, double Width, double Altitude);
