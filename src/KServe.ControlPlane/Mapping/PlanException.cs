namespace KServe.ControlPlane;

/// <summary>Says why this process cannot serve a part of a service.</summary>
internal sealed class PlanException(ContainerRole role, string reason, string message) : Exception(message)
{
    public ContainerRole Role => role;

    /// <summary>Gets the reason in KServe's words, like <c>NoSupportingRuntime</c>.</summary>
    public string Reason => reason;
}
