namespace KServe.Client;

/// <summary>Names the protocols that inference over REST can speak.</summary>
public enum RestProtocol
{
    /// <summary>The Open Inference Protocol.</summary>
    V2,

    /// <summary>KServe's and TensorFlow Serving's older protocol: instances in, predictions out.</summary>
    V1,
}
