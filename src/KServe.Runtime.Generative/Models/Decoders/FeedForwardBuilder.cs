using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>Builds the feed-forward networks of a decoder, which share their memory.</summary>
internal sealed class FeedForwardBuilder(ModelConfiguration model, DecoderPlan plan, ModelTensors tensors)
{
    private readonly FeedForwardScratch _scratch = new();
    private readonly MixtureScratch _mixtureScratch = new();

    /// <summary>Builds the network of a layer.</summary>
    public IFeedForward Build(string layer, int index)
    {
        if (model.Moe is { } moe && moe.SparseLayers[index])
        {
            return Mixture(layer, moe);
        }

        return Network(layer, [.. plan.Up], plan.Down, model.IntermediateSize, model.HasGatedMlp);
    }

    private FeedForward Network(string layer, string[] up, string down, int width, bool isGated)
    {
        var hidden = model.HiddenSize;
        var first = up is [var single]
            ? tensors.Linear(layer + single, checked(isGated ? 2 * width : width), hidden, plan.IsTransposed)
            : tensors.Linear([layer + up[0], layer + up[1]], [width, width], hidden);
        return new FeedForward(
            first,
            tensors.Linear(layer + down, hidden, width, plan.IsTransposed),
            model.Activation.ToKernel(),
            isGated,
            _scratch);
    }

    private MixtureOfExperts Mixture(string layer, MoeConfiguration moe)
    {
        var experts = new FeedForward[moe.ExpertCount];
        for (var i = 0; i < experts.Length; i++)
        {
            experts[i] = Network(
                layer,
                [string.Format(null, plan.ExpertUp[0], i), string.Format(null, plan.ExpertUp[1], i)],
                string.Format(null, plan.ExpertDown, i),
                moe.IntermediateSize,
                isGated: true);
        }

        var hasShared = moe.SharedIntermediateSize > 0;
        return new MixtureOfExperts(
            tensors.Exact(layer + plan.Router, moe.ExpertCount, model.HiddenSize),
            experts,
            hasShared
                ? Network(layer, [.. plan.SharedUp], plan.SharedDown, moe.SharedIntermediateSize, isGated: true)
                : null,
            hasShared && tensors.Has(layer + plan.SharedGate)
                ? tensors.Exact(layer + plan.SharedGate, 1, model.HiddenSize)
                : null,
            moe.ExpertsPerToken,
            moe.NormalizesWeights,
            _mixtureScratch);
    }
}
