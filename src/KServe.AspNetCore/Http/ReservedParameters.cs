namespace KServe.AspNetCore;

/// <summary>Keeps clients from setting parameters that only a server sets.</summary>
internal static class ReservedParameters
{
    private const string Prefix = "triton_";
    private const string Headers = "headers";

    /// <summary>Refuses requests with such parameters.</summary>
    /// <exception cref="InferenceException">A parameter of the request has a reserved name.</exception>
    public static void Reject(InferRequest request)
    {
        if (!request.HasParameters)
        {
            return;
        }

        var parameters = request.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            var name = parameters.At(i).Key;
            if (name.StartsWith(Prefix, StringComparison.Ordinal) || name.Equals(Headers, StringComparison.Ordinal))
            {
                throw InferenceException.InvalidArgument($"parameters.{name}: the name is reserved");
            }
        }
    }
}
