namespace KServe.Runtime.Sklearn.Models.NeuralNetwork;

/// <summary>Names the activations.</summary>
internal enum ActivationKind
{
    Identity,
    Logistic,
    Tanh,
    Relu,
    Softmax,
    Exponential,
}
