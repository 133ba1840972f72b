using System.Collections.ObjectModel;

namespace KServe.PayloadLogging;

/// <summary>Holds one event: a payload and what is known about it.</summary>
/// <remarks>Immutable. <see cref="Data"/> is valid until the sink has written the event, and no longer.</remarks>
public sealed record PayloadEvent
{
    /// <summary>Gets the id, which a request and its responses share.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the type; see <see cref="PayloadEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets where the event comes from, as a URI reference.</summary>
    public required string Source { get; init; }

    /// <summary>Gets when the request came or the response was ready.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the name of the inference service.</summary>
    public required string InferenceService { get; init; }

    /// <summary>Gets the namespace; empty when there is none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Gets the component, such as <c>predictor</c>.</summary>
    public string Component { get; init; } = "";

    /// <summary>Gets the endpoint; empty when there is none.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Gets the version of the model.</summary>
    public string ModelVersion { get; init; } = "";

    /// <summary>Gets the headers of the request that were to be logged.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets the annotations of the inference service that were to be logged.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets the place among the responses of a decoupled model, from 1; 0 for anything else.</summary>
    public int Sequence { get; init; }

    /// <summary>Gets whether the payload was larger than is logged, so that elements are left out.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Gets the media type of <see cref="Data"/>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Gets the payload, valid until the sink has written it.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
