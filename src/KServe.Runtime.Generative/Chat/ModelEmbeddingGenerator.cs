using Microsoft.Extensions.AI;

namespace KServe.Runtime.Generative;

/// <summary>Calls an embedding model of this process through its pipeline, as any embedding generator does.</summary>
/// <remarks>
/// Requests are admitted, counted and routed like those that come over the network. A <see cref="TextEncodingRequest"/>
/// from <see cref="EmbeddingGenerationOptions.RawRepresentationFactory"/> says whether longer texts are cut, which are
/// refused otherwise; its inputs are passed over. Safe for concurrent calls.
/// </remarks>
internal sealed class ModelEmbeddingGenerator(ModelRegistry registry, TensorPool pool, TimeProvider time, string model)
    : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("kserve", providerUri: null, model);

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var content = CreateRequest(values, options);
        if (content.Inputs.Count == 0)
        {
            return [];
        }

        var name = options?.ModelId ?? model;
        using var lease = await registry.PinAsync(name, "", headers: null, cancellationToken);
        if (lease.Revision.GetService(typeof(TextEncodingModel)) is not TextEncodingModel
            {
                Task: TextEncodingTask.Embedding,
            })
        {
            throw InferenceException.Unimplemented($"Model with name {name} makes no embeddings.");
        }

        using var request = new InferRequest(name, pool) { Content = content };
        using var response = await lease.Revision.InferAsync(request, cancellationToken);
        return Convert(name, (TextEncodingResult)response.Content!);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: the model belongs to the host.</summary>
    public void Dispose()
    {
    }

    private TextEncodingRequest CreateRequest(IEnumerable<string> values, EmbeddingGenerationOptions? options)
    {
        TextInput[] inputs =
        [
            .. values.Select(static text => text is null
                ? throw InferenceException.InvalidArgument("A text is null: none may be.")
                : new TextInput { Text = text }),
        ];
        var start = options?.RawRepresentationFactory?.Invoke(this) as TextEncodingRequest;
        var dimensions = options?.Dimensions ?? start?.Dimensions;
        return dimensions is null or >= 1
            ? new TextEncodingRequest(inputs) { Dimensions = dimensions, Truncates = start?.Truncates ?? false }
            : throw InferenceException.InvalidArgument(
                "dimensions", $"'dimensions' is the number {dimensions}: at least 1 was expected.");
    }

    private GeneratedEmbeddings<Embedding<float>> Convert(string name, TextEncodingResult result)
    {
        var now = time.GetUtcNow();
        return new GeneratedEmbeddings<Embedding<float>>(result.Vectors.Select(vector =>
            new Embedding<float>(vector) { CreatedAt = now, ModelId = name }))
        {
            Usage = new UsageDetails
            {
                InputTokenCount = result.PromptTokens,
                TotalTokenCount = result.PromptTokens,
            },
        };
    }
}
