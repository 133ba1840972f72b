using System.Buffers;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Scheduling;

namespace KServe.Runtime.Generative.Engine;

/// <content>What happens to the logits of a step.</content>
internal sealed partial class EngineCore
{
    private readonly ArrayBufferWriter<char> _text = new();
    private readonly TokenChooser _chooser;

    private void Advance(IReadOnlyList<PlannedSequence> plan)
    {
        _chooser.Clear(_logits);
        var firstRow = 0;
        for (var i = 0; i < plan.Count; i++)
        {
            var (sequence, tokens, rows) = plan[i];
            try
            {
                // Its request may have failed with another of its answers.
                if (sequence.State == SequenceState.Running)
                {
                    Advance(sequence, tokens, firstRow, rows);
                }
            }
            catch (Exception exception)
            {
                Fail(sequence.Owner, exception);
            }

            firstRow += rows;
        }

        _chooser.Run();
        for (var i = 0; i < _chooser.Count; i++)
        {
            var choice = _chooser[i];
            if (choice.Sequence.State != SequenceState.Running)
            {
                continue; // Its request failed with another of its answers.
            }

            try
            {
                if (choice.Error is null)
                {
                    Take(choice.Sequence, choice.Sample);
                }
                else
                {
                    Fail(choice.Sequence.Owner, choice.Error);
                }
            }
            catch (Exception exception)
            {
                Fail(choice.Sequence.Owner, exception);
            }
        }
    }

    private void Advance(Sequence sequence, int tokens, int firstRow, int rows)
    {
        var start = sequence.Computed;
        sequence.Computed += tokens;
        if (sequence.WantsPromptLogprobs)
        {
            ReadPromptLogprobs(sequence, start, firstRow, rows);
        }

        if (sequence.Names is { } names)
        {
            names.Extend(sequence.Tokens[..sequence.Computed]);
            _blocks.Name(sequence.Table, names, sequence.Computed);
        }

        _blocks.GiveBack(sequence.Table, sequence.Computed, sequence.Count);
        if (sequence.Remaining > 0)
        {
            return;
        }

        var row = firstRow + rows - 1;
        var isFork = sequence.Owner.Sequences.Length > 1 && !sequence.Owner.IsForked;
        if (isFork)
        {
            Fork(sequence, row);
        }

        _chooser.Add(sequence, row, isRowShared: isFork);
    }

    // All answers begin with the blocks of the prompt and with its logits; each chooses for itself.
    private void Fork(Sequence first, int row)
    {
        first.Owner.IsForked = true;
        foreach (var fork in first.Owner.Sequences.AsSpan(1))
        {
            if (_scheduler.TryFork(first, fork))
            {
                _chooser.Add(fork, row, isRowShared: true);
            }
            else
            {
                _scheduler.Add(fork);
            }
        }
    }

    private void Take(Sequence sequence, in Sample sample)
    {
        var generation = sequence.Owner;
        sequence.Sampler.Accept(sample.Token);
        sequence.Append(sample.Token);
        generation.CompletionTokens++;
        _meter.Chose(sequence);
        _text.ResetWrittenCount();
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

    private void ReadPromptLogprobs(Sequence sequence, int start, int firstRow, int rows)
    {
        var top = sequence.Owner.Plan.Parameters.PromptLogprobs!.Value;
        for (var i = 0; i < rows; i++)
        {
            // The row at a position is about the token behind it; after a preemption some have been read.
            var position = start + i + 1;
            if (position < sequence.PromptLength && position > sequence.PromptLogprobsRead)
            {
                var row = _logits.AsSpan(checked((firstRow + i) * _model.VocabularySize), _model.VocabularySize);
                sequence.Owner.PromptLogprobs.Add(
                    _chooser.ReadPromptLogprobs(row, sequence.Tokens[position], top));
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
            _blocks.Forget(sequence.Table, sequence.Names);
        }

        var error = exception as InferenceException ?? GenerationErrors.Failed(exception);
        End(generation, FinishReason.Error, error);
    }
}
