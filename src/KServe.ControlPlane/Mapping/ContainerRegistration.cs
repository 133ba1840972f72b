namespace KServe.ControlPlane;

/// <summary>Says which predictor of this process stands in for a container of a cluster.</summary>
internal sealed record ContainerRegistration(string Name, Action<ModelBuilder> Use);
