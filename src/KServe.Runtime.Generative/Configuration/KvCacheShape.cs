using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>What a model keeps of each token so that later tokens can attend to it.</summary>
/// <remarks>Immutable.</remarks>
public sealed record KvCacheShape
{
    /// <summary>Gets the number of layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Gets the key and value heads of a layer; fewer than query heads in grouped-query attention.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Gets the numbers in a head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Gets the numbers that latent attention keeps in place of keys and values.</summary>
    /// <value><c>kv_lora_rank + qk_rope_head_dim</c>; 0, the default, without latent attention.</value>
    public int LatentSize { get; init; }

    /// <summary>Gets the window of each layer in tokens, 0 for all tokens.</summary>
    /// <value>As many as there are layers, or none, the default, where no layer has a window.</value>
    public ImmutableArray<int> Windows { get; init; } = [];

    /// <summary>Reads the shape from the files of a model.</summary>
    /// <param name="path">A <c>config.json</c> of any model, a folder that holds one, or a <c>.gguf</c> file.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="InferenceException">A field is missing or wrong; the error names it.</exception>
    public static KvCacheShape Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return KvCacheShapeReader.Read(path, isClassic: false);
    }

    /// <summary>Reads the shape as the calculators of caching products count it.</summary>
    /// <remarks>
    /// They take the hidden size over the query heads as the size of a head, whatever the file says of it, and know
    /// neither latent attention nor windows.
    /// </remarks>
    /// <param name="path">A <c>config.json</c> of any model, a folder that holds one, or a <c>.gguf</c> file.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="InferenceException">A field is missing or wrong; the error names it.</exception>
    public static KvCacheShape ReadClassic(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return KvCacheShapeReader.Read(path, isClassic: true);
    }
}
