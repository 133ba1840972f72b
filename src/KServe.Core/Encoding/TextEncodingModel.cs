namespace KServe;

/// <summary>Makes vectors of texts: embeddings, classes or scores.</summary>
/// <remarks>
/// Requests walk through the pipeline of their revision as the content of an <see cref="InferRequest"/>. Safe for
/// concurrent calls.
/// </remarks>
public abstract class TextEncodingModel : Predictor
{
    /// <summary>Gets what the vectors mean.</summary>
    public abstract TextEncodingTask Task { get; }

    /// <summary>Gets the most tokens of an input; 0 when it is not known.</summary>
    public virtual int MaxModelLength => 0;

    /// <summary>Gets the names of the classes, for <see cref="TextEncodingTask.Classification"/>.</summary>
    public virtual IReadOnlyList<string> Labels => [];

    /// <summary>Makes one vector of each input.</summary>
    /// <param name="request">The inputs.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The vectors, in the order of the inputs.</returns>
    /// <exception cref="InferenceException">An input cannot be encoded.</exception>
    public abstract ValueTask<TextEncodingResult> EncodeAsync(
        TextEncodingRequest request,
        CancellationToken cancellationToken);

    /// <summary>Answers requests whose content is a <see cref="TextEncodingRequest"/>.</summary>
    /// <inheritdoc/>
    public override async ValueTask<InferResponse> PredictAsync(
        InferRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Content is TextEncodingRequest encoding
            ? new InferResponse { Content = await EncodeAsync(encoding, cancellationToken) }
            : throw InferenceException.Unimplemented(
                $"Model with name {request.ModelName} takes texts: call it by the OpenAI endpoints.");
    }
}
