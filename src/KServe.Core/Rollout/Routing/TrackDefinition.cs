namespace KServe;

/// <summary>Says how a canary is built and which traffic it gets.</summary>
internal sealed record TrackDefinition(string Name, CanaryOptions Options, ModelDefinition Model);
