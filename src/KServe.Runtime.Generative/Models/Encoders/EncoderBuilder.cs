using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Models.Blocks;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>Builds an encoder from its configuration, plan and tensors.</summary>
internal sealed class EncoderBuilder
{
    private readonly ModelConfiguration _model;
    private readonly EncoderPlan _plan;
    private readonly ModelTensors _tensors;
    private readonly string _prefix;
    private readonly int _maxLength;
    private readonly RotaryAngles? _rotary;
    private readonly RotaryAngles? _localRotary;
    private readonly DistanceBias? _bias;
    private readonly FeedForwardScratch _networkScratch = new();

    private EncoderBuilder(ModelConfiguration model, ModelTensors tensors)
    {
        _model = model;
        _plan = EncoderPlans.Get(model);
        _tensors = tensors;
        _prefix = tensors.Prefix(_plan.Embeddings + ".weight", [.. _plan.Prefixes]);
        _maxLength = model.MaxPositions - model.PositionOffset;
        _rotary = Rotary(model.Rope);
        _localRotary = model.LocalRope is null ? _rotary : Rotary(model.LocalRope);
        _bias = model.RelativePositions is { } relative ? Bias(relative) : null;
    }

    /// <summary>Builds an encoder, which owns the store then.</summary>
    /// <exception cref="InferenceException">A tensor is missing or has another shape.</exception>
    public static EncoderModel Build(
        WeightStore store, ModelConfiguration model, EncoderTask task, ModelTensors tensors, ComputePool pool) =>
        new EncoderBuilder(model, tensors).Build(store, task, pool);

    private EncoderModel Build(WeightStore store, EncoderTask task, ComputePool pool)
    {
        var layers = new EncoderLayer[_model.LayerCount];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = Layer(i);
        }

        return new EncoderModel(new EncoderScratch(pool), store)
        {
            Embeddings = Embeddings(),
            Layers = layers,
            Rotary = [.. new[] { _rotary, _localRotary }.OfType<RotaryAngles>().Distinct()],
            FinalNorm = _plan.FinalNorm is { } name ? Norm(_prefix + name) : null,
            Head = new HeadBuilder(_model, _plan, _tensors, _prefix).Build(task),
            MaxSequenceLength = _maxLength,
        };
    }

    private EncoderEmbeddings Embeddings() => new(
        _tensors.Rows(_prefix + _plan.Embeddings, _model.VocabularySize, _model.HiddenSize),
        _plan.Positions is { } positions
            ? _tensors.Rows(_prefix + positions, _model.MaxPositions, _model.HiddenSize)
            : null,
        _model.PositionOffset,
        _model.TokenTypeCount > 0
            ? _tensors.Rows(_prefix + _plan.TokenTypes, _model.TokenTypeCount, _model.HiddenSize)
            : null,
        _plan.EmbeddingNorm is { } norm ? Norm(_prefix + norm) : null);

    private EncoderLayer Layer(int index)
    {
        var layer = _prefix + string.Format(null, _plan.Layer, index);
        return new EncoderLayer
        {
            Attention = Attention(layer, index),
            AttentionNorm = !_plan.IsNormFirst || _tensors.Has(layer + _plan.AttentionNorm)
                ? Norm(layer + _plan.AttentionNorm)
                : null,
            FeedForward = Network(layer),
            FeedForwardNorm = Norm(layer + _plan.FeedForwardNorm),
            IsNormFirst = _plan.IsNormFirst,
        };
    }

    private EncoderAttention Attention(string layer, int index)
    {
        var attention = _model.Attention;
        var window = attention.Windows[index];
        var (size, hidden) = (attention.QuerySize, _model.HiddenSize);
        return new EncoderAttention(new AttentionShape(
            attention.HeadCount, attention.HeadCount, attention.HeadSize, (float)attention.Scale, window / 2, 0))
        {
            QueryKeyValue = _plan.QueryKeyValue is [var single]
                ? _tensors.Linear(layer + single, checked(3 * size), hidden)
                : _tensors.Linear(
                    [layer + _plan.QueryKeyValue[0], layer + _plan.QueryKeyValue[1], layer + _plan.QueryKeyValue[2]],
                    [size, size, size],
                    hidden),
            Output = _tensors.Linear(layer + _plan.AttentionOutput, hidden, size),
            Rotary = window > 0 ? _localRotary : _rotary,
            Bias = _bias,
        };
    }

    private FeedForward Network(string layer)
    {
        var (width, hidden) = (_model.IntermediateSize, _model.HiddenSize);
        return new FeedForward(
            _model.HasGatedMlp && _plan.GatedUp.Count > 0
                ? _tensors.Linear([layer + _plan.GatedUp[0], layer + _plan.GatedUp[1]], [width, width], hidden)
                : _tensors.Linear(layer + _plan.Up, checked(_model.HasGatedMlp ? 2 * width : width), hidden),
            _tensors.Linear(layer + _plan.Down, hidden, width),
            _model.Activation.ToKernel(),
            _model.HasGatedMlp,
            _networkScratch);
    }

    private NormLayer Norm(string name) => _tensors.Norm(name, _plan.Norm, _model.HiddenSize, _model.NormEpsilon);

    private RotaryAngles? Rotary(RopeConfiguration? rope) =>
        rope is null ? null : new RotaryAngles(RotaryFrequencies.Create(rope, _maxLength));

    private DistanceBias Bias(RelativePositionConfiguration relative) => RelativeBuckets.Read(
        _tensors.Rows(_prefix + _plan.DistanceBias, relative.BucketCount, _model.Attention.HeadCount),
        relative,
        _maxLength,
        isBidirectional: true);
}
