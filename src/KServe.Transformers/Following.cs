namespace KServe.Transformers;

/// <summary>Makes the request that goes on to the model.</summary>
internal static class Following
{
    /// <summary>Creates a request with all of another but one input.</summary>
    public static InferRequest Create(InferRequest request, InferTensor? without = null)
    {
        var following = request.CreateFollowing();
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            if (!ReferenceEquals(request.Inputs[i], without))
            {
                following.Inputs.Add(request.Inputs[i].Alias(request.Inputs[i].Name));
            }
        }

        CopyRest(request, following);
        return following;
    }

    /// <summary>Copies parameters and wanted outputs.</summary>
    public static void CopyRest(InferRequest from, InferRequest to)
    {
        for (var i = 0; from.HasParameters && i < from.Parameters.Count; i++)
        {
            var (name, value) = from.Parameters.At(i);
            to.Parameters[name] = value;
        }

        for (var i = 0; from.HasOutputs && i < from.Outputs.Count; i++)
        {
            to.Outputs.Add(from.Outputs[i]);
        }
    }
}
