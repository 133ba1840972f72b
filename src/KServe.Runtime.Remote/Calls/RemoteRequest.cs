namespace KServe.Runtime.Remote;

/// <summary>Makes the request for a remote server from the client's.</summary>
internal static class RemoteRequest
{
    // How the client here wants its answer says nothing about how the remote server's comes here.
    private const string TransportPrefix = "binary_data";

    /// <summary>Makes a request over the same memory.</summary>
    public static InferRequest Create(InferRequest request, string remoteName, string remoteVersion)
    {
        var remote = new InferRequest(remoteName, request.Pool) { ModelVersion = remoteVersion, Id = request.Id };
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            var input = request.Inputs[i];
            var alias = input.Alias(input.Name);
            remote.Inputs.Add(alias);
            if (input.HasParameters)
            {
                Copy(input.Parameters, alias.Parameters);
            }
        }

        for (var i = 0; request.HasOutputs && i < request.Outputs.Count; i++)
        {
            var output = new RequestedOutput(request.Outputs[i].Name);
            remote.Outputs.Add(output);
            if (request.Outputs[i].HasParameters)
            {
                Copy(request.Outputs[i].Parameters, output.Parameters);
            }
        }

        if (request.HasParameters)
        {
            Copy(request.Parameters, remote.Parameters);
        }

        return remote;
    }

    private static void Copy(InferParameters from, InferParameters to)
    {
        for (var i = 0; i < from.Count; i++)
        {
            var (name, value) = from.At(i);
            if (!name.StartsWith(TransportPrefix, StringComparison.Ordinal))
            {
                to[name] = value;
            }
        }
    }
}
