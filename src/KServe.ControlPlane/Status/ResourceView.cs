using System.Text.Json;

namespace KServe.ControlPlane;

/// <summary>Shows a resource and what became of it, as they were at one moment.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ResourceView
{
    private readonly ResourceEntry _entry;
    private readonly string? _url;

    internal ResourceView(ResourceEntry entry, string? url) => (_entry, _url) = (entry, url);

    /// <summary>Gets the resource's kind, namespace and name.</summary>
    public ResourceKey Key => _entry.Resource.Key;

    /// <summary>Gets the file that holds the resource, or what it was applied from.</summary>
    public string Source => _entry.Resource.File;

    /// <summary>Gets how often the resource has changed, from 1.</summary>
    public long Generation => _entry.Generation;

    /// <summary>Gets whether the work on the newest generation has ended, well or not.</summary>
    public bool IsSettled => _entry.Status is { IsSettled: true } status && status.ObservedGeneration == Generation;

    /// <summary>Gets whether the resource is as it says, in all its parts.</summary>
    public bool IsReady => IsSettled && Ready?.Status == "True";

    /// <summary>Gets when the resource came to be.</summary>
    public DateTimeOffset Created => _entry.Created;

    /// <summary>Gets the conditions; none while nothing is known.</summary>
    public IReadOnlyList<Condition> Conditions => _entry.Status?.Conditions ?? [];

    /// <summary>Gets the condition that sums the others up; <see langword="null"/> while nothing is known.</summary>
    public Condition? Ready => _entry.Status?.Find(ResourceStatus.Ready);

    /// <summary>Writes the resource as JSON, in the form of a cluster.</summary>
    /// <param name="json">Where to; not flushed.</param>
    public void WriteJson(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        NodeJson.Write(json, StatusNode.Of(_entry, _url));
    }

    /// <summary>Writes the resource as YAML, in the form of a cluster.</summary>
    /// <returns>One document.</returns>
    public string ToYaml() => NodeYaml.Write(StatusNode.Of(_entry, _url));
}
