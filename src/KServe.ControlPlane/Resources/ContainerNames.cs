namespace KServe.ControlPlane;

/// <summary>Names the containers that have a part in a service.</summary>
internal static class ContainerNames
{
    public const string Predictor = "kserve-container";
    public const string Transformer = "transformer-container";
}
