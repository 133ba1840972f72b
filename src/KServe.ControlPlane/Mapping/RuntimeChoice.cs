namespace KServe.ControlPlane;

/// <summary>The runtime that a model's section names or that fits it.</summary>
/// <param name="InProcess">The runtime of this process by name; <see langword="null"/> for the one that fits.</param>
/// <param name="Resource">The runtime resource whose container's settings hold.</param>
/// <param name="Registration">The class that stands in for the runtime's container.</param>
internal sealed record RuntimeChoice(string? InProcess, Resource? Resource, ContainerRegistration? Registration);
