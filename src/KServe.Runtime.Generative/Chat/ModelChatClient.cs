using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KServe.Runtime.Generative;

/// <summary>Calls a model of this process through its pipeline, as any chat client does.</summary>
/// <remarks>
/// Requests are admitted, counted and routed like those that come over the network. A
/// <see cref="TextGenerationRequest"/>
/// from <see cref="ChatOptions.RawRepresentationFactory"/> says what the options have no field for. Safe for concurrent
/// calls.
/// </remarks>
internal sealed class ModelChatClient(ModelRegistry registry, TensorPool pool, string model) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("kserve", providerUri: null, model);

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var content = ChatRequests.Create(messages, options, options?.RawRepresentationFactory?.Invoke(this));
        var name = options?.ModelId ?? model;
        using var lease = await registry.PinAsync(name, "", headers: null, cancellationToken);
        using var request = new InferRequest(name, pool) { Content = content };
        var updates = new ChatUpdates(name);
        await foreach (var response in lease.Revision.InferStreamAsync(request, cancellationToken))
        {
            using (response)
            {
                if (response.Content is TextGenerationUpdate update && updates.Convert(update) is { } converted)
                {
                    yield return converted;
                }
            }
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: the model belongs to the host.</summary>
    public void Dispose()
    {
    }
}
