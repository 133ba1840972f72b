using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Serving.ToolCalls;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Turns the tokens of a generation into updates: one for each answer and each time that it is read.</summary>
/// <remarks>Not safe for concurrent use; one for each request.</remarks>
internal sealed class AnswerReader
{
    private readonly TextGenerationRequest _request;
    private readonly Generation _generation;
    private readonly LogprobReader _logprobs;
    private readonly ToolCallParser[]? _parsers;
    private readonly AnswerPiece[] _pieces;
    private readonly bool[] _begun;
    private int _completionTokens;

    public AnswerReader(
        TextGenerationRequest request,
        Generation generation,
        ToolCallSyntax? syntax,
        LogprobReader logprobs)
    {
        _request = request;
        _generation = generation;
        _logprobs = logprobs;
        var count = request.Sampling.Count;
        _parsers = syntax is null ? null : [.. Enumerable.Range(0, count).Select(_ => new ToolCallParser(syntax))];
        _pieces = [.. Enumerable.Range(0, count).Select(static _ => new AnswerPiece())];
        _begun = new bool[count];
    }

    /// <summary>Reads what has come.</summary>
    public IEnumerable<TextGenerationUpdate> Read(OutputChunk chunk)
    {
        foreach (ref readonly var token in chunk.Tokens)
        {
            var piece = _pieces[token.Index];
            piece.HasNews = true;
            piece.Text.Append(chunk.GetText(in token));
            piece.FinishReason = token.FinishReason;
            if (token.Token < 0)
            {
                continue;
            }

            _completionTokens++;
            piece.LastToken = token.Token;
            if (_request.ReturnsTokenIds)
            {
                piece.Tokens.Add(token.Token);
            }

            if (token.Logprobs is { } ranked && _request.Sampling.Logprobs is { } count)
            {
                piece.Logprobs.Add(_logprobs.Read(ranked, count));
            }
        }

        return Take();
    }

    private IEnumerable<TextGenerationUpdate> Take()
    {
        for (var choice = 0; choice < _pieces.Length; choice++)
        {
            if (_pieces[choice].HasNews)
            {
                yield return Take(choice, _pieces[choice]);
            }
        }
    }

    private TextGenerationUpdate Take(int choice, AnswerPiece piece)
    {
        var (text, calls) = Parse(choice, piece);
        var isEnd = piece.FinishReason != FinishReason.None;
        var update = new TextGenerationUpdate
        {
            Choice = choice,
            Text = text,
            ToolCalls = calls,
            TokenIds = piece.Tokens.Count == 0 ? [] : [.. piece.Tokens],
            Logprobs = piece.Logprobs.Count == 0 ? [] : [.. piece.Logprobs],
            PromptLogprobs = _begun[choice] ? null : ReadPrompt(),
            FinishReason = isEnd ? ToReason(piece.FinishReason, choice) : null,
            StopTokenId = piece.FinishReason == FinishReason.Stop && piece.LastToken is { } last
                && _request.Sampling.StopTokenIds.Contains(last) ? last : null,
            Usage = new TextGenerationUsage(
                _generation.Request.Prompt.Length, _completionTokens, _generation.CachedTokens),
        };
        _begun[choice] = true;
        piece.Clear();
        return update;
    }

    private (string Text, IReadOnlyList<ToolCallUpdate> Calls) Parse(int choice, AnswerPiece piece)
    {
        var text = piece.Text.ToString();
        if (_parsers is null)
        {
            return (text, []);
        }

        var parsed = _parsers[choice].Append(text);
        if (piece.FinishReason == FinishReason.None)
        {
            return parsed;
        }

        var rest = _parsers[choice].Complete();
        return (parsed.Text + rest.Text, [.. parsed.Calls, .. rest.Calls]);
    }

    private List<TextLogprob?>? ReadPrompt()
    {
        if (_request.Sampling.PromptLogprobs is not { } count)
        {
            return null;
        }

        // The first token has nothing before it.
        return [null, .. _generation.PromptLogprobs.Select(ranked => _logprobs.Read(ranked, count))];
    }

    private GenerationFinishReason ToReason(FinishReason reason, int choice) => reason switch
    {
        FinishReason.Stop when _parsers is not null && _parsers[choice].HasCalls => GenerationFinishReason.ToolCalls,
        FinishReason.Stop => GenerationFinishReason.Stop,
        FinishReason.Length => GenerationFinishReason.Length,
        FinishReason.Repetition => GenerationFinishReason.Repetition,
        FinishReason.Abort => GenerationFinishReason.Abort,
        _ => GenerationFinishReason.Error,
    };
}
