namespace KServe.PayloadLogging;

/// <summary>Names the types of events, which are those of KServe's logger.</summary>
public static class PayloadEventTypes
{
    /// <summary>The type of a request.</summary>
    public const string Request = "org.kubeflow.serving.inference.request";

    /// <summary>The type of a response.</summary>
    public const string Response = "org.kubeflow.serving.inference.response";
}
