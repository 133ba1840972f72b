using System.Runtime.CompilerServices;

namespace KServe.Runtime.Generative.Tests.Chat;

/// <summary>Keeps the request that it got, and answers with updates made before.</summary>
internal sealed class ScriptedModel(params TextGenerationUpdate[] updates) : TextGenerationModel
{
    public TextGenerationRequest? Request { get; private set; }

    public override async IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Request = request;
        foreach (var update in updates)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }
    }
}
