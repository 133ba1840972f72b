namespace KServe.Runtime.Remote;

/// <summary>Picks the headers of a request that go on to the remote server.</summary>
internal static class RemoteHeaders
{
    public static Dictionary<string, string>? Pick(InferRequest request, HeaderPropagator headers)
    {
        if (request.Headers.Count == 0)
        {
            return null;
        }

        var picked = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        headers.Inject(request, picked, static (target, name, value) => target[name] = value);
        return picked.Count == 0 ? null : picked;
    }
}
