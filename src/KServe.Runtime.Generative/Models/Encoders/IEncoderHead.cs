namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>Computes an encoder's outputs from the states of its last layer.</summary>
internal interface IEncoderHead : IDisposable
{
    /// <summary>Gets the numbers in a row of outputs.</summary>
    int Width { get; }

    /// <summary>Gets whether there is a row for every token rather than for every sequence.</summary>
    bool IsPerToken { get; }

    /// <summary>Computes the outputs of a batch.</summary>
    void Apply(EncoderBatch batch, EncoderScratch scratch, ReadOnlySpan<float> hidden, Span<float> output);
}
