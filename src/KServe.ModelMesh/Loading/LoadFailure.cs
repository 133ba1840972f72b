namespace KServe.ModelMesh;

/// <summary>Remembers that a model failed to load, and until when.</summary>
/// <param name="Error">What requests are told.</param>
/// <param name="Count">The failures in a row.</param>
/// <param name="Since">The timestamp of the failure.</param>
/// <param name="Expiry">How long it is remembered.</param>
internal sealed record LoadFailure(InferenceException Error, int Count, long Since, TimeSpan Expiry)
{
    /// <summary>Makes the next failure, which is remembered twice as long as the one before.</summary>
    public static LoadFailure After(
        LoadFailure? previous,
        InferenceException error,
        long now,
        ModelMeshOptions options)
    {
        var count = (previous?.Count ?? 0) + 1;
        var factor = Math.Pow(2, Math.Min(count - 1, 62));
        var expiry = Math.Min(options.FailureExpiry.Ticks * factor, options.MaxFailureExpiry.Ticks);
        return new LoadFailure(error, count, now, TimeSpan.FromTicks((long)expiry));
    }

    public TimeSpan GetTimeLeft(TimeProvider time) => Expiry - time.GetElapsedTime(Since);

    /// <summary>Makes what a request gets, with the time after which a retry makes sense.</summary>
    public InferenceException ToError(string modelName, TimeSpan timeLeft) => new(
        InferenceErrorCode.Unavailable,
        Error.Code == InferenceErrorCode.Internal
            ? Error.Message
            : $"Model with name {modelName} failed to load: {Error.Message}",
        Error)
    {
        RetryAfter = timeLeft,
    };
}
