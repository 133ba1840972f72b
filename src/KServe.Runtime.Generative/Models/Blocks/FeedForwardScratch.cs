namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>The memory of feed-forward networks, which run one after the other.</summary>
internal sealed class FeedForwardScratch
{
    public ActivationBuffer Wide { get; } = new();

    public ActivationBuffer Product { get; } = new();
}
