using System.Runtime.CompilerServices;

namespace KServe;

/// <summary>Generates text: the base of every model behind the OpenAI endpoints.</summary>
/// <remarks>
/// Requests walk through the pipeline of their revision like any others, as the content of an
/// <see cref="InferRequest"/>; updates come back as the content of responses. Safe for concurrent calls.
/// </remarks>
public abstract class TextGenerationModel : Predictor
{
    private static readonly ModelSignature Decoupled = new() { IsDecoupled = true, Platform = "generative" };

    /// <inheritdoc/>
    public override ModelSignature Signature => Decoupled;

    /// <summary>Gets the most tokens of prompt and answer together; 0 when it is not known.</summary>
    public virtual int MaxModelLength => 0;

    /// <summary>Generates the choices of one request, piece by piece.</summary>
    /// <remarks>
    /// Each choice ends with an update that has a <see cref="TextGenerationUpdate.FinishReason"/>, and the last
    /// update of
    /// all has the <see cref="TextGenerationUpdate.Usage"/>.
    /// </remarks>
    /// <param name="request">What to generate.</param>
    /// <param name="cancellationToken">Cancelled when the client has gone or the deadline has passed.</param>
    /// <returns>The updates, of all choices in the order in which they come.</returns>
    /// <exception cref="InferenceException">The request cannot be served; thrown before the first update where
    /// possible.</exception>
    public abstract IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        CancellationToken cancellationToken);

    /// <summary>Refuses requests made of tensors.</summary>
    /// <inheritdoc/>
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        throw InferenceException.Unimplemented(
            $"Model with name {request.ModelName} generates text: call it by the OpenAI endpoints or by generate.");
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<InferResponse> PredictStreamAsync(
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Content is not TextGenerationRequest generation)
        {
            throw InferenceException.Unimplemented(
                $"Model with name {request.ModelName} generates text: call it by the OpenAI endpoints or by generate.");
        }

        await foreach (var update in GenerateAsync(generation, cancellationToken))
        {
            yield return new InferResponse { Content = update };
        }
    }
}
