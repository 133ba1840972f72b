namespace KServe.MicroBenchmarks.Pipeline;

/// <summary>Takes the responses of predictors that answer at once.</summary>
internal static class Inference
{
    /// <summary>Disposes a response that is there.</summary>
    /// <returns>The number of its outputs.</returns>
    /// <exception cref="InvalidOperationException">The response is not there yet.</exception>
    public static int Take(ValueTask<InferResponse> pending)
    {
        using var response = Get(pending);
        return response.Outputs.Count;
    }

    /// <summary>Gets a response that is there.</summary>
    /// <exception cref="InvalidOperationException">The response is not there yet.</exception>
    public static InferResponse Get(ValueTask<InferResponse> pending) => pending.IsCompletedSuccessfully
        ? pending.Result
        : throw new InvalidOperationException("The pipeline did not answer at once.");
}
