using System.Diagnostics.Metrics;
using KServe;
using KServe.Runtime.Generative;
using KServe.Runtime.Generative.Serving;
using KServe.Runtime.Generative.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds language models.</summary>
public static class GenerativeBuilderExtensions
{
    /// <summary>Adds the runtime that serves folders of the Hugging Face Hub, and GGUF files.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddGenerativeRuntime(this IKServeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions();
        builder.Services.TryAddSingleton(static services =>
            new GenerationMetrics(services.GetService<IMeterFactory>()));
        return builder.AddServingRuntime<GenerativeRuntime>();
    }

    /// <summary>Adds a language model, which is also a chat client or an embedding generator.</summary>
    /// <remarks>
    /// It is served by OpenAI's API, and to code of the host as an <c>IChatClient</c> keyed by its name; an encoder
    /// also by V1 and V2 inference, and as an <c>IEmbeddingGenerator</c> where it makes embeddings.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="uri">A path or a URI of a registered storage provider: a folder or a GGUF file.</param>
    /// <param name="configure">Changes the options of the model and its engine.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddLanguageModel(
        this IKServeBuilder builder,
        string name,
        string uri,
        Action<LanguageModelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.Services.Configure(name, configure);
        }

        return builder.AddGenerativeRuntime()
            .AddModel(name, uri)
            .AddChatClient(name)
            .AddEmbeddingGenerator(name);
    }
}
