namespace KServe.Runtime.Pmml.Neural;

/// <summary>Names the activation functions of neurons.</summary>
internal enum ActivationFunction : byte
{
    Identity,
    Threshold,
    Logistic,
    Tanh,
    Exponential,
    Reciprocal,
    Square,
    Gauss,
    Sine,
    Cosine,
    Elliott,
    Arctan,
    Rectifier,
    RadialBasis,
}
