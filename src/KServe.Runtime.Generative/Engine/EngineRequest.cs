using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Engine;

/// <summary>A prompt and what is asked of the engine.</summary>
/// <remarks>Not to be changed once it was submitted.</remarks>
internal sealed class EngineRequest
{
    /// <summary>Gets the tokens of the prompt, at least one.</summary>
    public required int[] Prompt { get; init; }

    /// <summary>Gets the field that the prompt came from, for errors. Default <c>prompt</c>.</summary>
    public string PromptName { get; init; } = "prompt";

    /// <summary>Gets how tokens are chosen.</summary>
    public SamplingParameters Sampling { get; init; } = new();

    /// <summary>Gets the priority; smaller numbers go first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Gets who asks: tenants share the engine evenly, and no cache unless the options say so.</summary>
    public string? Tenant { get; init; }

    /// <summary>Gets the client's salt: only requests with the same one share blocks of the cache.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>Gets whether the beginning of the prompt may come from the cache. Default true.</summary>
    public bool ReadsPrefixCache { get; init; } = true;

    /// <summary>Gets the adapter on the model's weights; it separates blocks of the cache.</summary>
    public string? Adapter { get; init; }

    /// <summary>Gets how long the request may take, waiting included; null: as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets what makes the masks of the answers; null: all tokens are allowed.</summary>
    public Func<int, ITokenMask>? CreateMask { get; init; }
}
