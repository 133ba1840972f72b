using System.Text;

namespace KServe.Protocol;

/// <summary>One choice of a generation, as far as it has come.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class GenerationChoice
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<(string Id, string Name, StringBuilder Arguments)> _calls = [];
    private readonly List<int> _tokens = [];
    private readonly List<TextLogprob> _logprobs = [];

    /// <summary>Gets the text.</summary>
    public string Text => _text.ToString();

    /// <summary>Gets the thoughts; empty for none.</summary>
    public string Reasoning => _reasoning.ToString();

    /// <summary>Gets the tools that were called.</summary>
    public IReadOnlyList<ToolCall> ToolCalls =>
        [.. _calls.Select(static call => new ToolCall(call.Id, call.Name, call.Arguments.ToString()))];

    /// <summary>Gets the tokens, where they were asked for.</summary>
    public IReadOnlyList<int> TokenIds => _tokens;

    /// <summary>Gets the log-probabilities of the tokens, where they were asked for.</summary>
    public IReadOnlyList<TextLogprob> Logprobs => _logprobs;

    /// <summary>Gets the log-probabilities of the prompt, where they were asked for.</summary>
    public IReadOnlyList<TextLogprob?>? PromptLogprobs { get; private set; }

    /// <summary>Gets the update that ended the choice; <see langword="null"/> before.</summary>
    public TextGenerationUpdate? End { get; private set; }

    internal void Add(TextGenerationUpdate update)
    {
        _text.Append(update.Text);
        _reasoning.Append(update.Reasoning);
        _tokens.AddRange(update.TokenIds);
        _logprobs.AddRange(update.Logprobs);
        PromptLogprobs ??= update.PromptLogprobs;
        foreach (var call in update.ToolCalls)
        {
            if (call.Index == _calls.Count)
            {
                _calls.Add((call.Id ?? "", call.Name ?? "", new StringBuilder()));
            }

            _calls[call.Index].Arguments.Append(call.Arguments);
        }

        if (update.FinishReason is not null)
        {
            End = update;
        }
    }
}
