using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace KServe.Browser.Tests.Hosting;

/// <summary>A language model that says what a test dictates, when the test dictates it.</summary>
internal sealed class DictatedModel : TextGenerationModel
{
    private const int PromptTokens = 5;

    private readonly Channel<Func<TextGenerationUpdate>> _updates =
        Channel.CreateUnbounded<Func<TextGenerationUpdate>>();
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the messages of each request, as <c>role:text</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Gets a task that ends when the server has cancelled a request.</summary>
    public Task Cancelled => _cancelled.Task;

    public void Say(string text) => Add(() => new TextGenerationUpdate { Text = text });

    public void End(GenerationFinishReason reason = GenerationFinishReason.Stop) =>
        Add(() => new TextGenerationUpdate { FinishReason = reason });

    public void Fail(InferenceException error) => Add(() => throw error);

    public override async IAsyncEnumerable<TextGenerationUpdate> GenerateAsync(
        TextGenerationRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Asked.Enqueue(string.Join('|', request.Messages!.Select(static turn => $"{turn.Role}:{turn.Content}")));
        await using var registration = cancellationToken.Register(() => _cancelled.TrySetResult());
        for (var tokens = 1; ; tokens++)
        {
            var update = (await _updates.Reader.ReadAsync(cancellationToken))();
            yield return update with { Usage = new TextGenerationUsage(PromptTokens, tokens, CachedTokens: 0) };
            if (update.FinishReason is not null)
            {
                yield break;
            }
        }
    }

    private void Add(Func<TextGenerationUpdate> update) => Assert.True(_updates.Writer.TryWrite(update));
}
