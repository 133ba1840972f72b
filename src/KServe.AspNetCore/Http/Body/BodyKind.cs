namespace KServe.AspNetCore;

/// <summary>The kinds of content that inferences come in.</summary>
internal enum BodyKind
{
    Json,
    CloudEventBinary,
    CloudEventRaw,
    CloudEventStructured,
}
