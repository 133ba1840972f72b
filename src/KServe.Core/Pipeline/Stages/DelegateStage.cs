namespace KServe;

/// <summary>A stage that was given as a function; it sees requests with one response.</summary>
internal sealed class DelegateStage(Func<InferDelegate, InferDelegate> wrap) : PipelineStage
{
    /// <summary>Puts the function around the rest of the pipeline, so that no call goes through this object.</summary>
    public InferDelegate Wrap(InferDelegate next) => wrap(next);
}
