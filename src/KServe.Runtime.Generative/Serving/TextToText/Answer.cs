using System.Buffers;
using System.Runtime.InteropServices;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Models.Seq2Seq;
using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Serving.TextToText;

/// <summary>One answer of an encoder-decoder, token by token.</summary>
/// <remarks>Called by one thread at a time.</remarks>
internal sealed class Answer(T5Model model, int[] prompt, int start, int maxLength, LogprobReader logprobs)
{
    private readonly ArrayBufferWriter<char> _written = new();
    private readonly List<int> _output = [];
    private T5Session? _session;
    private Sampler? _sampler;
    private float[] _logits = [];

    public required SamplerState State { get; init; }

    public required SequenceText Text { get; init; }

    private SamplingPlan Plan => State.Plan;

    /// <summary>Computes the next token.</summary>
    /// <returns>What it adds, with the token's id; nothing follows what has a reason to end.</returns>
    public TextGenerationUpdate Next()
    {
        _written.ResetWrittenCount();
        var sample = Choose();
        var token = sample.Token;
        _output.Add(token);
        var update = new TextGenerationUpdate
        {
            TokenIds = [token],
            Logprobs = sample.Logprobs is { } ranked ? [logprobs.Read(ranked)] : [],
        };
        var isEnd = IsEnd(token, out var stopToken);
        if ((!isEnd || Plan.Parameters.IncludesStop) && Text.Append(token, _output.Count, _written))
        {
            return Take(update, GenerationFinishReason.Stop);
        }

        return isEnd ? Finish(update with { StopTokenId = stopToken }, GenerationFinishReason.Stop)
            : IsFull ? Finish(update, GenerationFinishReason.Length)
            : Take(update, reason: null);
    }

    private bool IsFull => _output.Count >= Math.Min(Plan.Parameters.MaxTokens ?? maxLength, maxLength);

    private Sample Choose()
    {
        _session ??= model.Encode(prompt);
        _sampler ??= new Sampler(model.VocabularySize);
        if (_logits.Length == 0)
        {
            _logits = new float[model.VocabularySize];
        }

        _session.Decode([_output.Count == 0 ? start : _output[^1]], _logits);
        return _sampler.Choose(_logits, State, CollectionsMarshal.AsSpan(_output));
    }

    private bool IsEnd(int token, out int? stopToken)
    {
        stopToken = null;
        var parameters = Plan.Parameters;
        if (_output.Count < parameters.MinTokens)
        {
            return false;
        }

        if (!parameters.IgnoresEndOfSequence && Plan.EndTokens.AsSpan().Contains(token))
        {
            return true;
        }

        stopToken = Plan.StopTokens.AsSpan().Contains(token) ? token : null;
        return stopToken is not null;
    }

    private TextGenerationUpdate Finish(TextGenerationUpdate update, GenerationFinishReason reason) =>
        Take(update, Text.Finish(_written) ? GenerationFinishReason.Stop : reason);

    private TextGenerationUpdate Take(TextGenerationUpdate update, GenerationFinishReason? reason) => update with
    {
        Text = _written.WrittenSpan.ToString(),
        FinishReason = reason,
        StopText = reason == GenerationFinishReason.Stop ? Text.StopText : null,
    };
}
