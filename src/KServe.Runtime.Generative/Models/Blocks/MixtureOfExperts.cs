using System.Numerics.Tensors;
using KServe.Kernels.Compute;
using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>Networks of which every token visits a few, and one that all visit where the model has it.</summary>
/// <remarks>
/// Shazeer et al., "Outrageously large neural networks" (2017). A token's output adds up its experts in the order of
/// their numbers, so that it does not depend on the other tokens of the step.
/// </remarks>
internal sealed class MixtureOfExperts(
    LinearLayer router,
    FeedForward[] experts,
    FeedForward? shared,
    LinearLayer? sharedGate,
    int perToken,
    bool normalizesWeights,
    MixtureScratch scratch) : IFeedForward
{
    public long SizeInBytes => experts.Sum(static expert => expert.SizeInBytes) / experts.Length * perToken
        + (shared?.SizeInBytes ?? 0);

    public void Apply(ReadOnlySpan<float> input, int tokens, Span<float> output, ComputePool pool)
    {
        var width = output.Length / tokens;
        var chosen = scratch.Chosen(tokens, perToken);
        var weights = scratch.Weights.Get(tokens, perToken);
        Choose(input, tokens, chosen, weights, pool);
        output.Clear();
        var visitors = scratch.Visitors(tokens);
        for (var expert = 0; expert < experts.Length; expert++)
        {
            var count = 0;
            for (var token = 0; token < tokens; token++)
            {
                if (chosen.Slice(token * perToken, perToken).Contains(expert))
                {
                    visitors[count++] = token;
                }
            }

            if (count > 0)
            {
                Visit(expert, input, visitors[..count], chosen, weights, output, width, pool);
            }
        }

        AddShared(input, tokens, output, width, pool);
    }

    public void Dispose()
    {
        router.Dispose();
        shared?.Dispose();
        sharedGate?.Dispose();
        foreach (var expert in experts)
        {
            expert.Dispose();
        }
    }

    private static int IndexOfHighest(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }

    private void Choose(
        ReadOnlySpan<float> input, int tokens, Span<int> chosen, Span<float> weights, ComputePool pool)
    {
        var scores = scratch.Scores.Get(tokens, experts.Length);
        router.Apply(input, tokens, scores, pool);
        for (var token = 0; token < tokens; token++)
        {
            var row = scores.Slice(token * experts.Length, experts.Length);
            Softmax.Row(row);
            var sum = 0f;
            for (var i = token * perToken; i < (token + 1) * perToken; i++)
            {
                chosen[i] = IndexOfHighest(row);
                weights[i] = row[chosen[i]];
                sum += weights[i];
                row[chosen[i]] = -1f;
            }

            for (var i = token * perToken; normalizesWeights && i < (token + 1) * perToken; i++)
            {
                weights[i] /= sum;
            }
        }
    }

    private void Visit(
        int expert,
        ReadOnlySpan<float> input,
        ReadOnlySpan<int> visitors,
        ReadOnlySpan<int> chosen,
        ReadOnlySpan<float> weights,
        Span<float> output,
        int width,
        ComputePool pool)
    {
        var inputs = scratch.Inputs.Get(visitors.Length, width);
        var outputs = scratch.Outputs.Get(visitors.Length, width);
        for (var i = 0; i < visitors.Length; i++)
        {
            input.Slice(visitors[i] * width, width).CopyTo(inputs[(i * width)..]);
        }

        experts[expert].Apply(inputs, visitors.Length, outputs, pool);
        for (var i = 0; i < visitors.Length; i++)
        {
            var place = (visitors[i] * perToken)
                + chosen.Slice(visitors[i] * perToken, perToken).IndexOf(expert);
            var row = output.Slice(visitors[i] * width, width);
            TensorPrimitives.MultiplyAdd(
                (ReadOnlySpan<float>)outputs.Slice(i * width, width), weights[place], row, row);
        }
    }

    private void AddShared(ReadOnlySpan<float> input, int tokens, Span<float> output, int width, ComputePool pool)
    {
        if (shared is null)
        {
            return;
        }

        var outputs = scratch.Outputs.Get(tokens, width);
        shared.Apply(input, tokens, outputs, pool);
        var gates = scratch.Scores.Get(tokens, 1);
        gates.Fill(1f);
        sharedGate?.Apply(input, tokens, gates, pool);
        for (var token = 0; token < tokens; token++)
        {
            var gate = sharedGate is null ? 1f : 1f / (1f + MathF.Exp(-gates[token]));
            var row = output.Slice(token * width, width);
            TensorPrimitives.MultiplyAdd(
                (ReadOnlySpan<float>)outputs.Slice(token * width, width), gate, row, row);
        }
    }
}
