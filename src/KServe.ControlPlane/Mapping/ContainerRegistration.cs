namespace KServe.ControlPlane;

/// <summary>Says which class of this process stands in for a container of a cluster.</summary>
internal sealed record ContainerRegistration(ContainerRole Role, string Name, Action<ModelBuilder> Use);
