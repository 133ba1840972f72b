namespace KServe.Storage.HuggingFace;

/// <summary>Makes the errors of a hub that says no.</summary>
internal static class HubErrors
{
    private const string HowToGive = "give one as HF_TOKEN or as the option HuggingFace.Token";

    public static InferenceException Gated(string uri) => Refused(
        "hub_gated",
        $"'{uri}' is gated: its terms must be accepted on the hub, by the user whose token is given as HF_TOKEN.");

    public static InferenceException Unauthorized(string uri, bool hasToken) => Refused(
        "hub_unauthorized",
        hasToken
            ? $"The hub does not take the token for '{uri}': it may be wrong, or have ended."
            : $"The hub wants a token for '{uri}', which is private, or does not exist: {HowToGive}.");

    public static InferenceException Forbidden(string uri, bool hasToken) => Refused(
        "hub_forbidden",
        hasToken
            ? $"The token may not read '{uri}', or access to it is disabled."
            : $"The hub refuses '{uri}' without a token: {HowToGive}.");

    public static InferenceException NotFound(string uri, bool hasToken) => InferenceException.NotFound(
        $"The hub has no '{uri}'" + (hasToken ? ", or the token may not see it." : ", or hides it without a token."));

    public static InferenceException NoRevision(string uri) =>
        InferenceException.NotFound($"The hub has no such revision: '{uri}'.");

    public static InferenceException Offline(string uri) => new(
        InferenceErrorCode.Unavailable,
        $"'{uri}' is not in the cache, and nothing is downloaded: HF_HUB_OFFLINE or HuggingFace.Offline is set.");

    public static InferenceException BadFile(string uri) => new(
        InferenceErrorCode.Unavailable, $"The content of '{uri}' twice did not have the digest that the hub says.");

    // Another attempt brings the same until somebody has done something about it.
    private static InferenceException Refused(string reason, string message) =>
        new(InferenceErrorCode.Conflict, message) { Reason = reason };
}
