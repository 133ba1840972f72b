using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Models.Blocks;
using KServe.Runtime.Generative.Models.Encoders;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Models.Seq2Seq;

/// <summary>Builds a T5 from its configuration and tensors.</summary>
internal sealed class T5Builder(ModelConfiguration model, ModelTensors tensors, T5Scratch scratch)
{
    private const string Embeddings = "shared";
    private const string Bias = "decoder.block.0.layer.0.SelfAttention.relative_attention_bias";

    private readonly FeedForwardScratch _networkScratch = new();

    /// <summary>Loads a T5 from its tensors.</summary>
    /// <param name="store">The tensors, which the model owns from here on.</param>
    /// <param name="precision">The precision to hold the matrices in.</param>
    /// <param name="pool">The threads that load and compute, which the model does not own.</param>
    /// <exception cref="InferenceException">A tensor is missing or has another shape.</exception>
    public static T5Model Load(WeightStore store, WeightPrecision precision, ComputePool pool)
    {
        try
        {
            var model = store.ReadConfiguration();
            var tensors = new ModelTensors(store, adapter: null, precision, pool);
            var encoder = EncoderBuilder.Build(store, model, EncoderTask.HiddenStates, tensors, pool);
            return new T5Builder(model, tensors, new T5Scratch(pool)).Build(encoder);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private T5Model Build(EncoderModel encoder)
    {
        var relative = model.RelativePositions
            ?? throw InferenceException.InvalidArgument("config.json: relative_attention_num_buckets is missing");
        var table = tensors.Rows(Bias, relative.BucketCount, model.Attention.HeadCount);
        var bias = RelativeBuckets.Read(table, relative, model.MaxPositions, isBidirectional: false);
        var layers = new T5Layer[model.DecoderLayerCount];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = Layer($"decoder.block.{i}.layer.", bias);
        }

        return new T5Model(encoder, scratch)
        {
            Embeddings = tensors.Rows(Embeddings, model.VocabularySize, model.HiddenSize),
            Layers = layers,
            FinalNorm = Norm("decoder.final_layer_norm"),
            Output = tensors.Linear(
                model.HasTiedEmbeddings ? Embeddings : "lm_head", model.VocabularySize, model.HiddenSize),
            OutputScale = model.HasTiedEmbeddings ? 1f / MathF.Sqrt(model.HiddenSize) : 1f,
            KeyValueWidth = 2 * model.Attention.QuerySize,
        };
    }

    private T5Layer Layer(string layer, DistanceBias bias)
    {
        var attention = model.Attention;
        var (size, hidden) = (attention.QuerySize, model.HiddenSize);
        var self = layer + "0.SelfAttention.";
        var cross = layer + "1.EncDecAttention.";
        return new T5Layer(
            new AttentionShape(
                attention.HeadCount, attention.HeadCount, attention.HeadSize, (float)attention.Scale, 0, 0),
            bias,
            scratch)
        {
            SelfNorm = Norm(layer + "0.layer_norm"),
            SelfQueryKeyValue = tensors.Linear([self + "q", self + "k", self + "v"], [size, size, size], hidden),
            SelfOutput = tensors.Linear(self + "o", hidden, size),
            CrossNorm = Norm(layer + "1.layer_norm"),
            CrossQuery = tensors.Linear(cross + "q", size, hidden),
            CrossKeyValue = tensors.Linear([cross + "k", cross + "v"], [size, size], hidden),
            CrossOutput = tensors.Linear(cross + "o", hidden, size),
            FeedForwardNorm = Norm(layer + "2.layer_norm"),
            FeedForward = Network(layer + "2.DenseReluDense."),
        };
    }

    private FeedForward Network(string network)
    {
        var (width, hidden) = (model.IntermediateSize, model.HiddenSize);
        return new FeedForward(
            model.HasGatedMlp
                ? tensors.Linear([network + "wi_0", network + "wi_1"], [width, width], hidden)
                : tensors.Linear(network + "wi", width, hidden),
            tensors.Linear(network + "wo", hidden, width),
            model.Activation.ToKernel(),
            model.HasGatedMlp,
            _networkScratch);
    }

    private NormLayer Norm(string name) => tensors.Norm(name, NormKind.Rms, model.HiddenSize, model.NormEpsilon);
}
