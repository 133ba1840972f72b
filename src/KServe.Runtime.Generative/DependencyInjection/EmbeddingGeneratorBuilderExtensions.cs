using KServe;
using KServe.Runtime.Generative;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Hands embedding models out to code of the host that speaks Microsoft.Extensions.AI.</summary>
public static class EmbeddingGeneratorBuilderExtensions
{
    /// <summary>Registers an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> that calls an embedding
    /// model.</summary>
    /// <remarks>
    /// It takes texts and gives <see cref="Embedding{T}"/> of <see cref="float"/>, and is keyed by the model's name:
    /// <c>[FromKeyedServices("embed")] IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt; generator</c>.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="model">The model's name.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddEmbeddingGenerator(this IKServeBuilder builder, string model)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(model);
        builder.Services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            model,
            static (services, key) => new ModelEmbeddingGenerator(
                services.GetRequiredService<ModelRegistry>(),
                services.GetRequiredService<TensorPool>(),
                services.GetRequiredService<TimeProvider>(),
                (string)key!));
        return builder;
    }
}
