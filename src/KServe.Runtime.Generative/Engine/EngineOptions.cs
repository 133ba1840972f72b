namespace KServe.Runtime.Generative.Engine;

/// <summary>Options of a generative engine: how much it does at once, and what it refuses.</summary>
public sealed class EngineOptions
{
    /// <summary>Gets or sets the most tokens that one step computes, over all requests.</summary>
    /// <value>At least <see cref="MaxSequences"/>, up to 65,536; default 512. More makes prompts cheaper, and the
    /// answers that run beside them slower.</value>
    public int MaxBatchedTokens { get; set; } = 512;

    /// <summary>Gets or sets the most answers that run at the same time.</summary>
    /// <value>1 to 1,024; default 64.</value>
    public int MaxSequences { get; set; } = 64;

    /// <summary>Gets or sets the most tokens of one prompt in a step.</summary>
    /// <value>0 or more; 0 means no bound but <see cref="MaxBatchedTokens"/>; default 0.</value>
    public int MaxPromptTokensPerStep { get; set; }

    /// <summary>Gets or sets the tokens in a block of the KV cache, read when the model is loaded.</summary>
    /// <value>A multiple of 16 up to 1,024; default 32. Only full blocks are found again by other requests.</value>
    public int BlockSize { get; set; } = 32;

    /// <summary>Gets or sets the memory of the KV cache in bytes, read when the model is loaded.</summary>
    /// <value>1 MiB or more; null leaves it to the loader of the model; default null.</value>
    public long? KvCacheBytes { get; set; }

    /// <summary>Gets or sets the most tokens that a prompt and its answer have together.</summary>
    /// <value>2 or more; null: what the model and the cache have room for; default null.</value>
    public int? MaxSequenceLength { get; set; }

    /// <summary>Gets or sets how many requests may wait for their first step.</summary>
    /// <value>1 to 1,000,000; default 1,024. Further ones are refused as too many (HTTP 429).</value>
    public int QueueLimit { get; set; } = 1024;

    /// <summary>Gets or sets how far short prompts go before long ones.</summary>
    /// <value>0 to 1,000; default 1: a prompt lets pass what arrives until the engine has computed as many tokens as it
    /// has itself. 0: first come, first served.</value>
    public double ShortPromptPreference { get; set; } = 1;

    /// <summary>Gets or sets whether requests use the cached blocks of earlier ones with the same beginning.</summary>
    /// <value>Default true.</value>
    public bool PrefixCaching { get; set; } = true;

    /// <summary>Gets or sets whether requests of different tenants find each other's blocks.</summary>
    /// <value>Default false: how fast an answer begins would tell what others have asked.</value>
    public bool ShareCacheBetweenTenants { get; set; }

    /// <summary>Gets the weights of tenants by name: one of weight 2 is served twice what one of weight 1 is.</summary>
    /// <value>Numbers from 0.001 to 1,000, read when the model is loaded; default empty: all tenants have 1.</value>
    public IDictionary<string, double> TenantWeights { get; } =
        new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Gets or sets the most tokens that a request may have reported beside each chosen one.</summary>
    /// <value>0 or more; -1: the whole vocabulary; default 20.</value>
    public int MaxLogprobs { get; set; } = 20;

    /// <summary>Gets or sets what happens when the model throws.</summary>
    /// <value>Default <see cref="ModelFailureAction.Recover"/>.</value>
    public ModelFailureAction OnModelFailure { get; set; }

    /// <summary>Gets or sets how often in a row the model may fail before the engine stops for good.</summary>
    /// <value>1 to 100; default 3. Ignored unless the engine recovers from failures.</value>
    public int MaxModelFailures { get; set; } = 3;
}
