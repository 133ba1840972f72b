namespace KServe.Protocol.OpenAi;

/// <summary>Holds back updates that say nothing by themselves, until the next of their choice says something.</summary>
/// <remarks>
/// Characters and calls of tools come in several tokens. What belongs to such tokens, their ids and log-probabilities,
/// goes with the text that they end up in, so that no event of a stream is empty and nothing is lost.
/// </remarks>
internal sealed class HeldUpdates
{
    private readonly Dictionary<int, (List<int> Tokens, List<TextLogprob> Logprobs)> _held = [];
    private readonly Dictionary<int, IReadOnlyList<TextLogprob?>> _prompts = [];

    /// <summary>Joins an update with what was held back; <see langword="null"/> while nothing is to be said.</summary>
    public TextGenerationUpdate? Join(TextGenerationUpdate update)
    {
        if (!SaysSomething(update))
        {
            Hold(update);
            return null;
        }

        if (_prompts.Remove(update.Choice, out var prompt))
        {
            update = update with { PromptLogprobs = prompt };
        }

        return _held.Remove(update.Choice, out var held)
            ? update with
            {
                TokenIds = [.. held.Tokens, .. update.TokenIds],
                Logprobs = [.. held.Logprobs, .. update.Logprobs],
            }
            : update;
    }

    private static bool SaysSomething(TextGenerationUpdate update) =>
        update.Text.Length > 0 || update.Reasoning is { Length: > 0 } || update.ToolCalls.Count > 0
        || update.FinishReason is not null;

    private void Hold(TextGenerationUpdate update)
    {
        if (update.PromptLogprobs is { } prompt)
        {
            _prompts[update.Choice] = prompt;
        }

        if (update.TokenIds.Count == 0 && update.Logprobs.Count == 0)
        {
            return;
        }

        if (!_held.TryGetValue(update.Choice, out var held))
        {
            _held[update.Choice] = held = ([], []);
        }

        held.Tokens.AddRange(update.TokenIds);
        held.Logprobs.AddRange(update.Logprobs);
    }
}
