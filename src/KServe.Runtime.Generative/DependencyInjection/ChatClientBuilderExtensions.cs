using KServe;
using KServe.Runtime.Generative;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Hands models out to code of the host that speaks Microsoft.Extensions.AI.</summary>
public static class ChatClientBuilderExtensions
{
    /// <summary>Registers an <see cref="IChatClient"/> that calls a model which generates text.</summary>
    /// <remarks>It is keyed by the model's name: <c>[FromKeyedServices("chat")] IChatClient client</c>.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="model">The model's name.</param>
    /// <returns>The builder.</returns>
    public static IKServeBuilder AddChatClient(this IKServeBuilder builder, string model)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(model);
        builder.Services.AddKeyedSingleton<IChatClient>(model, static (services, key) => new ModelChatClient(
            services.GetRequiredService<ModelRegistry>(), services.GetRequiredService<TensorPool>(), (string)key!));
        return builder;
    }
}
