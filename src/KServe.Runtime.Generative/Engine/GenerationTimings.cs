namespace KServe.Runtime.Generative.Engine;

/// <summary>When a request got where, as timestamps of the engine's clock; 0 before.</summary>
internal sealed class GenerationTimings
{
    /// <summary>Gets or sets when it was submitted.</summary>
    public long Queued { get; set; }

    /// <summary>Gets or sets when its first token was part of a step.</summary>
    public long Scheduled { get; set; }

    /// <summary>Gets or sets when its first token was chosen.</summary>
    public long FirstToken { get; set; }

    /// <summary>Gets or sets when its last token was chosen.</summary>
    public long LastToken { get; set; }
}
