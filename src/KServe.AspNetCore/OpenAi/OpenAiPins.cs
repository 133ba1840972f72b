namespace KServe.AspNetCore;

/// <summary>Pins the models that OpenAI's requests name in their bodies.</summary>
internal static class OpenAiPins
{
    /// <summary>Makes the failure of a name that no generating model has.</summary>
    public static InferenceException NoSuchModel() => new(
        InferenceErrorCode.NotFound, "There is no model of this name that answers at this endpoint.")
    {
        Parameter = "model",
        Reason = "model_not_found",
    };

    public static async ValueTask<RevisionLease> PinGeneratorAsync(
        ModelRegistry registry,
        string model,
        RequestHeaders headers,
        CancellationToken cancellationToken)
    {
        var lease = await PinAsync(registry, model, headers, cancellationToken);
        if (lease.Revision.GetService(typeof(TextGenerationModel)) is null)
        {
            lease.Dispose();
            throw NoSuchModel();
        }

        return lease;
    }

    public static async ValueTask<RevisionLease> PinAsync(
        ModelRegistry registry,
        string model,
        RequestHeaders headers,
        CancellationToken cancellationToken)
    {
        try
        {
            return await registry.PinAsync(ResolveName(registry, model), "", headers, cancellationToken);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.NotFound)
        {
            throw NoSuchModel();
        }
    }

    private static string ResolveName(ModelRegistry registry, string model)
    {
        if (registry.ServedNames.Find(model) is { } served && !registry.Contains(model))
        {
            return served;
        }

        return ModelNames.GetError(model) is null ? model : throw NoSuchModel();
    }
}
