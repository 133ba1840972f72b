using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Models.Blocks;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>Builds a decoder from its configuration, plan and tensors.</summary>
internal sealed class DecoderBuilder
{
    private readonly ModelConfiguration _model;
    private readonly DecoderPlan _plan;
    private readonly CausalModelOptions _options;
    private readonly ModelTensors _tensors;
    private readonly string _prefix;
    private readonly int _maxLength;
    private readonly RotaryAngles? _rotary;
    private readonly RotaryAngles? _localRotary;
    private readonly FeedForwardBuilder _networks;

    private DecoderBuilder(ModelConfiguration model, CausalModelOptions options, ModelTensors tensors)
    {
        _model = model;
        _plan = DecoderPlans.Get(model);
        _options = options;
        _tensors = tensors;
        _prefix = tensors.Prefix(_plan.Embeddings + ".weight", [.. _plan.Prefixes]);
        _maxLength = MaxLength(model, options.MaxSequenceLength);
        _rotary = Rotary(model.Rope);
        _localRotary = model.LocalRope is null ? _rotary : Rotary(model.LocalRope);
        _networks = new FeedForwardBuilder(model, _plan, tensors);
    }

    /// <summary>Builds a decoder, which owns the store then.</summary>
    /// <exception cref="InferenceException">A tensor or an option does not fit the configuration.</exception>
    public static DecoderModel Build(
        WeightStore store, ModelConfiguration model, CausalModelOptions options, ComputePool pool)
    {
        using var adapter = options.AdapterFolder is { } folder ? LoraAdapter.Open(folder) : null;
        var builder = new DecoderBuilder(
            model, options, new ModelTensors(store, adapter, options.Precision, pool, options.SmallestQuantized));
        var decoder = builder.Build(store, pool);
        adapter?.RequireAllUsed();
        return decoder;
    }

    private static int MaxLength(ModelConfiguration model, int asked)
    {
        // YaRN and NTK reach beyond the length that files keep naming, which is the trained one.
        var reach = model.Rope is { Kind: RopeKind.Yarn or RopeKind.Dynamic } rope
            ? (int)Math.Min(Math.Max(model.MaxPositions, rope.OriginalMaxPositions * rope.Factor), int.MaxValue)
            : model.MaxPositions;
        if (asked > reach)
        {
            throw InferenceException.InvalidArgument(
                $"The model's positions reach {reach} tokens; a longest sequence of {asked} was asked for.");
        }

        return asked > 0 ? asked : model.MaxPositions;
    }

    private DecoderModel Build(WeightStore store, ComputePool pool)
    {
        var attention = _model.Attention;
        var layout = new KvLayout(
            _options.BlockSize, attention.KeyValueHeadCount, attention.HeadSize, _options.CacheFormat);
        var layers = new DecoderLayer[_model.LayerCount];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = Layer(i);
        }

        var positions = _plan.Positions is { } name
            ? _tensors.Rows(_prefix + name, _model.MaxPositions, _model.HiddenSize)
            : null;
        var scratch = new DecoderScratch(pool);
        return new DecoderModel(
            new KvStore(layout, layers.Length, _options.BlockCount), scratch, _options.MaxSliceTokens)
        {
            Embeddings = new TokenEmbeddings(
                _tensors.Rows(_prefix + _plan.Embeddings, _model.VocabularySize, _model.HiddenSize),
                positions is null ? null : ReadAll(positions),
                (float)_model.EmbeddingScale,
                store),
            Layers = layers,
            Rotary = [.. new[] { _rotary, _localRotary }.OfType<RotaryAngles>().Distinct()],
            FinalNorm = _tensors.Norm(_prefix + _plan.FinalNorm, _plan.Norm, _model.HiddenSize, _model.NormEpsilon),
            Output = Output(),
            LogitCap = (float)_model.FinalLogitSoftcap,
            MaxSequenceLength = _maxLength,
            Window = attention.Windows.Contains(0) ? 0 : attention.Windows.Max(),
        };
    }

    private static float[] ReadAll(KServe.Kernels.Linear.IWeightRows rows)
    {
        var numbers = new float[checked(rows.Rows * rows.Columns)];
        for (var row = 0; row < rows.Rows; row++)
        {
            rows.ReadRow(row, numbers.AsSpan(row * rows.Columns, rows.Columns));
        }

        return numbers;
    }

    private LinearLayer Output()
    {
        if (!_model.HasTiedEmbeddings)
        {
            foreach (var name in _plan.Output)
            {
                if (_tensors.Has(name))
                {
                    return _tensors.Linear(name, _model.VocabularySize, _model.HiddenSize);
                }
            }
        }

        return _tensors.Linear(_prefix + _plan.Embeddings, _model.VocabularySize, _model.HiddenSize);
    }

    private DecoderLayer Layer(int index)
    {
        var layer = _prefix + string.Format(null, _plan.Layer, index);
        return new DecoderLayer
        {
            AttentionNorm = Norm(layer, _plan.AttentionNorm),
            Attention = Attention(layer, index),
            AttentionOutputNorm = _plan.AttentionOutputNorm is { } afterAttention ? Norm(layer, afterAttention) : null,
            FeedForwardNorm = Norm(layer, _plan.FeedForwardNorm),
            FeedForward = _networks.Build(layer, index),
            FeedForwardOutputNorm = _plan.FeedForwardOutputNorm is { } afterNetwork ? Norm(layer, afterNetwork) : null,
            IsParallel = _model.HasParallelResidual,
        };
    }

    private NormLayer Norm(string layer, string name) =>
        _tensors.Norm(layer + name, _plan.Norm, _model.HiddenSize, _model.NormEpsilon);

    private NormLayer? HeadNorm(string layer, string name) => _model.Attention.HasQueryKeyNorm
        ? _tensors.Norm(layer + name, _plan.Norm, _model.Attention.HeadSize, _model.NormEpsilon)
        : null;

    private RotaryAngles? Rotary(RopeConfiguration? rope) =>
        rope is null ? null : new RotaryAngles(RotaryFrequencies.Create(rope, _maxLength));

    private DecoderAttention Attention(string layer, int index)
    {
        var attention = _model.Attention;
        var window = attention.Windows[index];
        return new DecoderAttention(
            new AttentionShape(
                attention.HeadCount,
                attention.KeyValueHeadCount,
                attention.HeadSize,
                (float)attention.Scale,
                window,
                (float)attention.LogitSoftcap),
            index)
        {
            QueryKeyValue = QueryKeyValue(layer),
            Output = _tensors.Linear(
                layer + _plan.AttentionOutput, _model.HiddenSize, attention.QuerySize, _plan.IsTransposed),
            QueryNorm = HeadNorm(layer, _plan.QueryNorm),
            KeyNorm = HeadNorm(layer, _plan.KeyNorm),
            Rotary = window > 0 ? _localRotary : _rotary,
            RotaryLayout = _plan.Rotary,
        };
    }

    private LinearLayer QueryKeyValue(string layer)
    {
        var attention = _model.Attention;
        var total = checked(attention.QuerySize + (2 * attention.KeyValueSize));
        if (_plan.QueryKeyValue is not [var single])
        {
            return _tensors.Linear(
                [layer + _plan.QueryKeyValue[0], layer + _plan.QueryKeyValue[1], layer + _plan.QueryKeyValue[2]],
                [attention.QuerySize, attention.KeyValueSize, attention.KeyValueSize],
                _model.HiddenSize);
        }

        var name = layer + single;
        if (!_plan.IsQueryKeyValueByHead)
        {
            return _tensors.Linear(name, total, _model.HiddenSize, _plan.IsTransposed);
        }

        var order = ByKind(attention.HeadCount, attention.HeadSize);
        var bias = _tensors.OptionalVector(name + ".bias", total);
        return _tensors.Pack(
            name,
            [new OrderedRows(_tensors.Rows(name, total, _model.HiddenSize), order)],
            bias is null ? null : [.. order.Select(row => bias[row])]);
    }

    /// <summary>Returns where the queries of all heads, then the keys, then the values stand.</summary>
    private static int[] ByKind(int heads, int headSize)
    {
        var order = new int[3 * heads * headSize];
        for (var i = 0; i < order.Length; i++)
        {
            var (kind, rest) = Math.DivRem(i, heads * headSize);
            var (head, place) = Math.DivRem(rest, headSize);
            order[i] = (((head * 3) + kind) * headSize) + place;
        }

        return order;
    }
}
