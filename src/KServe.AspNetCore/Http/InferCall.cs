using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>One inference over HTTP, from the pinned revision to the bytes of the answer.</summary>
internal sealed class InferCall(HttpContext context, ModelRevision revision, string version, bool isExplain)
{
    public HttpContext Context { get; } = context;

    public ModelRevision Revision { get; } = revision;

    /// <summary>Gets the version that the client asked for, empty for none.</summary>
    public string Version { get; } = version;

    public bool IsExplain { get; } = isExplain;

    public BodyFormat Format { get; set; }

    /// <summary>Gets or sets what the event that came in leaves for the one that goes out.</summary>
    public CloudEventEnvelope? Event { get; set; }
}
