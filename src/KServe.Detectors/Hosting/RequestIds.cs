namespace KServe.Detectors;

/// <summary>Tells by which id a request is known.</summary>
internal static class RequestIds
{
    public static string? Get(InferRequest request) =>
        request.Headers.TryGetValue("x-request-id", out var id) ? id : request.Id;
}
