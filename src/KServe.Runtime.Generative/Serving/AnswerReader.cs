using System.Text;
using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Tools;

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
    private readonly List<TextGenerationUpdate> _updates = [];
    private readonly int[] _calls;
    private int _completionTokens;

    public AnswerReader(
        TextGenerationRequest request,
        Generation generation,
        ToolCallFormat? format,
        LogprobReader logprobs)
    {
        _request = request;
        _generation = generation;
        _logprobs = logprobs;
        var count = request.Sampling.Count;
        _parsers = format is { } form ? [.. Enumerable.Range(0, count).Select(_ => new ToolCallParser(form))] : null;
        _calls = new int[count];
        _pieces = [.. Enumerable.Range(0, count).Select(static _ => new AnswerPiece())];
        _begun = new bool[count];
    }

    /// <summary>Reads what has come.</summary>
    /// <returns>One update for each answer that got something; valid until the next call.</returns>
    public List<TextGenerationUpdate> Read(OutputChunk chunk)
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

            if (token.Logprobs is { } ranked)
            {
                piece.Logprobs.Add(_logprobs.Read(ranked));
            }
        }

        _updates.Clear();
        for (var choice = 0; choice < _pieces.Length; choice++)
        {
            if (_pieces[choice].HasNews)
            {
                _updates.Add(Take(choice, _pieces[choice]));
            }
        }

        return _updates;
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
            StopText = isEnd ? _generation.Sequences[choice].Text?.StopText : null,
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

        IEnumerable<ToolCallPart> parts = _parsers[choice].Append(text);
        if (piece.FinishReason != FinishReason.None)
        {
            parts = parts.Concat(_parsers[choice].Complete());
        }

        var rest = new StringBuilder();
        List<ToolCallUpdate> calls = [];
        foreach (var part in parts)
        {
            rest.Append(part.Text);
            if (part.Call is { } call)
            {
                calls.Add(new ToolCallUpdate(_calls[choice]++, call.Arguments)
                {
                    Id = $"call_{Guid.NewGuid():N}",
                    Name = call.Name,
                });
            }
        }

        return (rest.ToString(), calls);
    }

    private List<TextLogprob?>? ReadPrompt()
    {
        if (_request.Sampling.PromptLogprobs is null)
        {
            return null;
        }

        // The first token has nothing before it.
        return [null, .. _generation.PromptLogprobs.Select(_logprobs.Read)];
    }

    private GenerationFinishReason ToReason(FinishReason reason, int choice) => reason switch
    {
        FinishReason.Stop when _calls[choice] > 0 => GenerationFinishReason.ToolCalls,
        FinishReason.Stop => GenerationFinishReason.Stop,
        FinishReason.Length => GenerationFinishReason.Length,
        FinishReason.Repetition => GenerationFinishReason.Repetition,
        FinishReason.Abort => GenerationFinishReason.Abort,
        _ => GenerationFinishReason.Error,
    };
}
