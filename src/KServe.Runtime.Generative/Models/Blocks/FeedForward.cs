using KServe.Kernels.Compute;
using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>Two matrices with an activation between them, and a gate where the model has one.</summary>
/// <param name="up">Of a gated network the gates, then what they gate; else the one matrix.</param>
/// <param name="down">The way back.</param>
/// <param name="activation">The activation.</param>
/// <param name="isGated">Whether the activation is a gate.</param>
/// <param name="scratch">Memory that all layers share.</param>
internal sealed class FeedForward(
    LinearLayer up, LinearLayer down, Activation activation, bool isGated, FeedForwardScratch scratch) : IFeedForward
{
    private readonly int _width = isGated ? up.Rows / 2 : up.Rows;

    public long SizeInBytes => up.SizeInBytes + down.SizeInBytes;

    public void Apply(ReadOnlySpan<float> input, int tokens, Span<float> output, ComputePool pool)
    {
        var wide = scratch.Wide.Get(tokens, up.Rows);
        up.Apply(input, tokens, wide, pool);
        if (isGated)
        {
            var product = scratch.Product.Get(tokens, _width);
            Activations.ApplyGated(activation, wide, up.Rows, wide[_width..], up.Rows, product, _width, pool);
            wide = product;
        }
        else
        {
            Activations.Apply(activation, wide, _width, pool);
        }

        down.Apply(wide, tokens, output, pool);
    }

    public void Dispose()
    {
        up.Dispose();
        down.Dispose();
    }
}
