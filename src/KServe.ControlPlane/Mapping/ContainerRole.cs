namespace KServe.ControlPlane;

/// <summary>Names what a container does in a service.</summary>
internal enum ContainerRole
{
    Predictor,
    Transformer,
    Explainer,
}
