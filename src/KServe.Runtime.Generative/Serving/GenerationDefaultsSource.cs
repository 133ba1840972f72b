namespace KServe.Runtime.Generative;

/// <summary>Says where sampling parameters come from that a request leaves out.</summary>
public enum GenerationDefaultsSource
{
    /// <summary>What the model's <c>generation_config.json</c> names, else the neutral values.</summary>
    Model = 0,

    /// <summary>The neutral values alone: every token by its own probability.</summary>
    None,
}
