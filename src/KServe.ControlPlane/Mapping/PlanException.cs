namespace KServe.ControlPlane;

/// <summary>Says why this process cannot serve a part of a service.</summary>
internal sealed class PlanException(ContainerRole role, string reason, string message) : Exception(message)
{
    public ContainerRole Role => role;

    /// <summary>Gets the reason in KServe's words, like <c>NoSupportingRuntime</c>.</summary>
    public string Reason => reason;

    /// <summary>Says that a container has nothing that stands in for it.</summary>
    public static PlanException Missing(ContainerRole role, string container, string method) => new(
        role,
        "ContainerNotRegistered",
        $"this process runs no containers, and no class stands in for '{container}': "
        + $"call {method}<T>(\"{container}\")");
}
