using KServe.Protocol;

namespace KServe.Client;

/// <summary>An answer that has begun: its first event is there.</summary>
/// <remarks>
/// Read once, by one reader. Disposing it before the end closes the connection (HTTP/2: resets the stream), which tells
/// the server to stop.
/// </remarks>
public sealed class GenerationStream : IAsyncDisposable
{
    private readonly LanguageModelCall _call;
    private readonly TimeSpan _chunkTimeout;
    private readonly ChoiceTracker _choices;
    private OpenAiChunk? _next;

    internal GenerationStream(LanguageModelCall call, int choices, TimeSpan chunkTimeout, OpenAiChunk? first)
    {
        _call = call;
        _choices = new ChoiceTracker(choices);
        _chunkTimeout = chunkTimeout;
        _next = first;
    }

    /// <summary>Reads the updates as they come.</summary>
    /// <remarks>The last update of each choice says why it ended, and the last of all the tokens used.</remarks>
    /// <returns>The updates.</returns>
    /// <exception cref="InferenceException">The answer broke off, or the server reported a failure.</exception>
    public async IAsyncEnumerable<TextGenerationUpdate> ReadAllAsync()
    {
        TextGenerationUpdate? end = null;
        TextGenerationUsage? usage = null;
        for (; _next is { } chunk; _next = await _call.ReadChunkAsync(_chunkTimeout))
        {
            foreach (var update in chunk.Updates)
            {
                if (end is not null)
                {
                    yield return end;
                }

                // The tokens used come behind the end, to which they belong here.
                var placed = _choices.Place(update);
                end = placed.FinishReason is null ? null : placed;
                if (end is null)
                {
                    yield return placed;
                }
            }

            usage = chunk.Usage ?? usage;
        }

        if (!_choices.IsComplete)
        {
            throw CallErrors.BrokenOff();
        }

        yield return (end ?? new TextGenerationUpdate()) with { Usage = usage };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _call.DisposeAsync();
}
