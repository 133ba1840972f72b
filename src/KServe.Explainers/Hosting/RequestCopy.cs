namespace KServe.Explainers;

/// <summary>Makes requests to the model on behalf of a client's request for an explanation.</summary>
internal static class RequestCopy
{
    /// <summary>Copies all but inputs, outputs, id and the parameters that are for the explainer.</summary>
    public static InferRequest Create(InferRequest request)
    {
        var copy = new InferRequest(request.ModelName, request.Pool)
        {
            ModelVersion = request.ModelVersion,
            Headers = request.Headers,
            Protocol = request.Protocol,
        };
        for (var i = 0; request.HasParameters && i < request.Parameters.Count; i++)
        {
            var (name, value) = request.Parameters.At(i);
            if (!RequestParameters.IsOurs(name))
            {
                copy.Parameters[name] = value;
            }
        }

        return copy;
    }
}
