using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>One inference over HTTP, from the pinned revision to the bytes of the answer.</summary>
/// <remarks>Belongs to a <see cref="Reply"/> and is used again with it.</remarks>
internal sealed class InferCall
{
    public HttpContext Context { get; private set; } = null!;

    public ModelRevision Revision { get; private set; } = null!;

    /// <summary>Gets the name that the client called, which may be an alias of the revision's.</summary>
    public string Model { get; private set; } = "";

    /// <summary>Gets the version that the client asked for, empty for none.</summary>
    public string Version { get; private set; } = "";

    public bool IsExplain { get; private set; }

    public BodyFormat Format { get; set; }

    /// <summary>Gets or sets what the event that came in leaves for the one that goes out.</summary>
    public CloudEventEnvelope? Event { get; set; }

    public void Begin(HttpContext context, ModelRevision revision, string model, string version, bool isExplain)
    {
        Context = context;
        Revision = revision;
        Model = model;
        Version = version;
        IsExplain = isExplain;
    }

    public void End()
    {
        Begin(null!, null!, "", "", isExplain: false);
        Format = default;
        Event = null;
    }
}
