namespace KServe.AspNetCore;

/// <summary>Lets responses name the model as the client did, who may have called it by an alias.</summary>
internal static class CalledNames
{
    public static void Restore(InferResponse response, ModelRevision revision, string called)
    {
        if (!string.Equals(revision.ModelName, called, StringComparison.Ordinal)
            && string.Equals(response.ModelName, revision.ModelName, StringComparison.Ordinal))
        {
            response.ModelName = called;
        }
    }
}
