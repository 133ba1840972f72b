using System.Buffers;
using KServe.Runtime.Generative.Scheduling;

namespace KServe.Runtime.Generative.Engine;

/// <content>What happens to the logits of a step.</content>
internal sealed partial class EngineCore
{
    private readonly ArrayBufferWriter<char> _text = new();
    private readonly float[] _forkRow;

    private void Advance(IReadOnlyList<PlannedSequence> plan, Span<float> logits)
    {
        for (var i = 0; i < plan.Count; i++)
        {
            var (sequence, tokens, logitRows) = plan[i];
            var rows = logits[..(logitRows * _model.VocabularySize)];
            logits = logits[rows.Length..];
            if (sequence.State != SequenceState.Running)
            {
                continue; // Its request failed with another of its answers.
            }

            try
            {
                Advance(sequence, tokens, rows);
            }
            catch (Exception exception)
            {
                Fail(sequence.Owner, exception);
            }
        }
    }

    private void Advance(Sequence sequence, int tokens, Span<float> rows)
    {
        var start = sequence.Computed;
        sequence.Computed += tokens;
        if (sequence.WantsPromptLogprobs)
        {
            ReadPromptLogprobs(sequence, start, rows);
        }

        if (sequence.Names is { } names)
        {
            names.Extend(sequence.Tokens[..sequence.Computed]);
            _blocks.Name(sequence.Table, names, sequence.Computed);
        }

        if (sequence.Remaining > 0)
        {
            return;
        }

        var row = rows[^_model.VocabularySize..];
        if (sequence.Owner.Sequences.Length > 1 && !sequence.Owner.IsForked)
        {
            Fork(sequence, row);
        }

        Choose(sequence, row);
    }

    // All answers begin with the blocks of the prompt and with its logits; each chooses for itself.
    private void Fork(Sequence first, Span<float> row)
    {
        first.Owner.IsForked = true;
        foreach (var fork in first.Owner.Sequences.AsSpan(1))
        {
            if (!_scheduler.TryFork(first, fork))
            {
                _scheduler.Add(fork);
                continue;
            }

            row.CopyTo(_forkRow);
            Choose(fork, _forkRow);
        }
    }

    private void Choose(Sequence sequence, Span<float> row)
    {
        var generation = sequence.Owner;
        _text.ResetWrittenCount();
        if (FinishRules.IsFull(sequence))
        {
            Finish(sequence, FinishReason.Length, new GeneratedToken { Token = -1 });
            return;
        }

        var sample = _sampler.Choose(row, sequence.Sampler, sequence.Output);
        sequence.Append(sample.Token);
        generation.CompletionTokens++;
        _meter.Chose(sequence);
        var token = new GeneratedToken { Index = sequence.Index, Token = sample.Token, Logprobs = sample.Logprobs };
        var reason = FinishRules.Check(sequence, sample.Token);
        if (sequence.Text is { } text
            && (reason != FinishReason.Stop || generation.Plan.Parameters.IncludesStop)
            && text.Append(sample.Token, sequence.OutputCount, _text))
        {
            reason = FinishReason.Stop;
            sequence.StopToken = -1;
        }

        if (reason != FinishReason.None)
        {
            Finish(sequence, reason, token);
            return;
        }

        generation.Output.Add(in token, _text.WrittenSpan);
        Touch(generation);
    }

    private void Finish(Sequence sequence, FinishReason reason, GeneratedToken token)
    {
        var generation = sequence.Owner;
        if (sequence.Text is { StopText: null } text && text.Finish(_text))
        {
            reason = FinishReason.Stop;
        }

        token.Index = sequence.Index;
        token.FinishReason = reason;
        sequence.FinishReason = reason;
        generation.Output.Add(in token, _text.WrittenSpan);
        Touch(generation);
        _scheduler.Remove(sequence);
        if (--generation.OpenSequences == 0)
        {
            Complete(generation, reason, error: null);
        }
    }

    private void ReadPromptLogprobs(Sequence sequence, int start, Span<float> rows)
    {
        var top = sequence.Owner.Plan.Parameters.PromptLogprobs!.Value;
        for (var i = 0; rows.Length > 0; i++, rows = rows[_model.VocabularySize..])
        {
            // The row at a position is about the token behind it; after a preemption some have been read.
            var position = start + i + 1;
            if (position < sequence.PromptLength && position > sequence.PromptLogprobsRead)
            {
                var row = rows[.._model.VocabularySize];
                sequence.Owner.PromptLogprobs.Add(
                    _sampler.ReadPromptLogprobs(row, sequence.Tokens[position], top));
                sequence.PromptLogprobsRead = position;
            }
        }
    }

    private void Fail(Generation generation, Exception exception)
    {
        if (exception is InferenceException { Code: InferenceErrorCode.InvalidArgument })
        {
            // Its client's own doing, such as a grammar that shows what it costs on the way.
            _context.Logger.RequestRefused(_context.ModelName);
        }
        else
        {
            _context.Logger.RequestFailed(exception, _context.ModelName);
        }

        foreach (var sequence in generation.Sequences)
        {
            _blocks.Forget(sequence.Table);
        }

        var error = exception as InferenceException ?? GenerationErrors.Failed(exception);
        End(generation, FinishReason.Error, error);
    }
}
