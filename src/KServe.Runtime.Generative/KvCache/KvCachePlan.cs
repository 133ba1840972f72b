using KServe.Kernels.Attention;
using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Models;

namespace KServe.Runtime.Generative.KvCache;

/// <summary>How much memory the KV cache of a model gets.</summary>
/// <param name="BlockSize">The tokens in a block.</param>
/// <param name="BlockCount">The blocks.</param>
/// <param name="SizeInBytes">The bytes of all of them.</param>
/// <param name="Format">How it stores its numbers.</param>
internal sealed record KvCachePlan(int BlockSize, int BlockCount, long SizeInBytes, KvFormat Format)
{
    private const long DefaultBytes = 4L << 30;
    private const int MemoryShare = 4;

    /// <summary>Plans a cache: what the options say, or what the sequences can use of a share of the memory.</summary>
    /// <param name="model">The model's shape.</param>
    /// <param name="options">The options.</param>
    /// <param name="hasExactWeights">Whether the weights are computed with in binary32 as they are stored: the cache
    /// is then no less exact, unless the options say otherwise.</param>
    /// <exception cref="InferenceException">The options leave no room for one block, or name no block size.</exception>
    public static KvCachePlan Create(ModelConfiguration model, LanguageModelOptions options, bool hasExactWeights)
    {
        var size = options.Engine.BlockSize;
        if (size % KvLayout.BlockStep != 0)
        {
            throw InferenceException.InvalidArgument(
                $"BlockSize is {size}: a multiple of {KvLayout.BlockStep} was expected.");
        }

        var attention = model.Attention;
        var format = options.CacheFormat ?? (hasExactWeights ? KvFormat.F32 : KvFormat.BF16);
        var layout = new KvLayout(size, attention.KeyValueHeadCount, attention.HeadSize, format);
        var block = checked((long)layout.BlockBytes * model.LayerCount);
        var length = Math.Min(options.Engine.MaxSequenceLength ?? int.MaxValue, model.MaxPositions);
        var perSequence = (length + size - 1) / size;
        var usable = checked((long)perSequence * options.Engine.MaxSequences);
        var bytes = options.Engine.KvCacheBytes
            ?? Math.Min(DefaultBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryShare);
        var count = (int)Math.Min(Math.Min(usable, bytes / block), int.MaxValue / size);
        return count > 0
            ? new KvCachePlan(size, count, count * block, format)
            : throw InferenceException.InvalidArgument(
                $"KvCacheBytes is {bytes}: at least {block} were expected, one block of {size} tokens.");
    }

    /// <summary>Gets how the model is to be loaded.</summary>
    public CausalModelOptions ToModelOptions(LanguageModelOptions options) => new()
    {
        Precision = options.Quantization,
        CacheFormat = Format,
        BlockSize = BlockSize,
        BlockCount = BlockCount,
        MaxSequenceLength = options.Engine.MaxSequenceLength ?? 0,
        AdapterFolder = options.AdapterFolder,
    };
}
