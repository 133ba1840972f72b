using KServe.Runtime.Pmml.Regression;

namespace KServe.Runtime.Pmml.Neural;

/// <summary>A layer of neurons: which earlier outputs each of them takes, with which weights.</summary>
internal sealed class NeuralLayer
{
    public required ActivationFunction Activation { get; init; }

    public required LayerNormalization Normalization { get; init; }

    public required double Threshold { get; init; }

    public required Neuron[] Neurons { get; init; }

    /// <summary>Computes the outputs of the layer.</summary>
    /// <param name="known">The outputs of everything before.</param>
    /// <param name="outputs">Takes the outputs, one per neuron.</param>
    public void Compute(ReadOnlySpan<double> known, Span<double> outputs)
    {
        for (var i = 0; i < Neurons.Length; i++)
        {
            outputs[i] = Activation == ActivationFunction.RadialBasis
                ? ComputeRadial(Neurons[i], known)
                : Activate(Sum(Neurons[i], known));
        }

        switch (Normalization)
        {
            case LayerNormalization.SoftMax:
                Normalizations.SoftMax(outputs);
                break;
            case LayerNormalization.SimpleMax:
                Normalizations.SimpleMax(outputs);
                break;
        }
    }

    private static double Sum(Neuron neuron, ReadOnlySpan<double> known)
    {
        var sum = neuron.Bias;
        for (var i = 0; i < neuron.Sources.Length; i++)
        {
            sum += known[neuron.Sources[i]] * neuron.Weights[i];
        }

        return sum;
    }

    // The specification: exp(f * ln(altitude) - Z), where Z is the squared distance over twice the squared width.
    private static double ComputeRadial(Neuron neuron, ReadOnlySpan<double> known)
    {
        double distance = 0;
        for (var i = 0; i < neuron.Sources.Length; i++)
        {
            var difference = known[neuron.Sources[i]] - neuron.Weights[i];
            distance += difference * difference;
        }

        var z = distance / (2 * neuron.Width * neuron.Width);
        return Math.Exp(neuron.Sources.Length * Math.Log(neuron.Altitude) - z);
    }

    private double Activate(double z) => Activation switch
    {
        ActivationFunction.Threshold => z > Threshold ? 1 : 0,
        ActivationFunction.Logistic => 1 / (1 + Math.Exp(-z)),
        ActivationFunction.Tanh => Math.Tanh(z),
        ActivationFunction.Exponential => Math.Exp(z),
        ActivationFunction.Reciprocal => 1 / z,
        ActivationFunction.Square => z * z,
        ActivationFunction.Gauss => Math.Exp(-(z * z)),
        ActivationFunction.Sine => Math.Sin(z),
        ActivationFunction.Cosine => Math.Cos(z),
        ActivationFunction.Elliott => z / (1 + Math.Abs(z)),
        ActivationFunction.Arctan => 2 * Math.Atan(z) / Math.PI,
        ActivationFunction.Rectifier => Math.Max(0, z),
        _ => z,
    };
}
