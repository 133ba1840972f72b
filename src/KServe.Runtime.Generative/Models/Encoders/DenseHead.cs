using KServe.Kernels.Vectors;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>A dense layer, an activation, a norm and outputs over some states, each if the model has it.</summary>
internal sealed class DenseHead : IEncoderHead
{
    public required HeadRows Rows { get; init; }

    public LinearLayer? Dense { get; init; }

    public Activation Activation { get; init; }

    public NormLayer? Norm { get; init; }

    public LinearLayer? Output { get; init; }

    public required int HiddenSize { get; init; }

    public int Width => Output?.Rows ?? HiddenSize;

    public bool IsPerToken => Rows == HeadRows.All;

    public void Apply(EncoderBatch batch, EncoderScratch scratch, ReadOnlySpan<float> hidden, Span<float> output)
    {
        var rows = IsPerToken ? batch.OutputTokens : batch.Sequences.Length;
        var states = scratch.Head.Get(rows, HiddenSize);
        Take(batch, hidden, states);
        if (Dense is not null)
        {
            var dense = scratch.HeadDense.Get(rows, HiddenSize);
            Dense.Apply(states, rows, dense, scratch.Pool);
            Activations.Apply(Activation, dense, HiddenSize, scratch.Pool);
            states = dense;
        }

        Norm?.Apply(states, states, scratch.Pool);
        if (Output is null)
        {
            states.CopyTo(output);
        }
        else
        {
            Output.Apply(states, rows, output, scratch.Pool);
        }
    }

    public void Dispose()
    {
        Dense?.Dispose();
        Output?.Dispose();
    }

    private void Take(EncoderBatch batch, ReadOnlySpan<float> hidden, Span<float> states)
    {
        if (IsPerToken)
        {
            TakeTokens(batch, hidden, states);
            return;
        }

        var mode = Rows == HeadRows.First ? Configuration.PoolingMode.FirstToken : Configuration.PoolingMode.Mean;
        for (var i = 0; i < batch.Sequences.Length; i++)
        {
            var sequence = batch.Sequences[i];
            Pooling.Apply(
                mode,
                hidden.Slice(sequence.FirstToken * HiddenSize, sequence.TokenCount * HiddenSize),
                states.Slice(i * HiddenSize, HiddenSize));
        }
    }

    private void TakeTokens(EncoderBatch batch, ReadOnlySpan<float> hidden, Span<float> states)
    {
        if (batch.Chosen.IsEmpty)
        {
            hidden.CopyTo(states);
            return;
        }

        for (var i = 0; i < batch.Chosen.Length; i++)
        {
            hidden.Slice(batch.Chosen[i] * HiddenSize, HiddenSize).CopyTo(states[(i * HiddenSize)..]);
        }
    }
}
