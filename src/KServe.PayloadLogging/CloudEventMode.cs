namespace KServe.PayloadLogging;

/// <summary>Names how events travel over HTTP.</summary>
public enum CloudEventMode
{
    /// <summary>One POST for each event: attributes in headers, the payload as the body, as KServe's logger.</summary>
    Binary,

    /// <summary>One POST for each batch, as <c>application/cloudevents-batch+json</c>.</summary>
    Batched,
}
