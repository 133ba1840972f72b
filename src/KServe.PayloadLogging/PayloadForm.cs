namespace KServe.PayloadLogging;

/// <summary>Names the JSON that payloads are written as.</summary>
public enum PayloadForm
{
    /// <summary>V1 JSON for requests that came by V1, V2 JSON for all others.</summary>
    AsReceived,

    /// <summary>V2 JSON for all.</summary>
    V2,
}
