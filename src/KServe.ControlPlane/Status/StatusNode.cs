using System.Globalization;

namespace KServe.ControlPlane;

/// <summary>Puts resources and their status into the form in which clusters show them.</summary>
internal static class StatusNode
{
    /// <summary>Puts a whole resource together: what was written, and what became of it.</summary>
    public static MappingNode Of(ResourceEntry entry, string? url)
    {
        var resource = entry.Resource;
        var written = resource.Fields["metadata"];
        var metadata = new NodeBuilder()
            .Add("name", resource.Key.Name)
            .Add("namespace", resource.Key.Namespace.Length == 0 ? null : resource.Key.Namespace)
            .Add("labels", written["labels"].Node)
            .Add("annotations", written["annotations"].Node)
            .Add("uid", entry.Id.ToString())
            .Add("generation", entry.Generation)
            .Add("creationTimestamp", Time(entry.Created))
            .Build();
        return new NodeBuilder()
            .Add("apiVersion", resource.Fields.GetText("apiVersion"))
            .Add("kind", resource.Key.Kind)
            .Add("metadata", metadata)
            .Add("spec", resource.Spec.Node)
            .Add("status", entry.Status is null ? null : Of(entry.Status, url))
            .Build();
    }

    private static MappingNode Of(ResourceStatus status, string? url) => new(default,
    [
        .. new NodeBuilder()
            .Add("observedGeneration", status.ObservedGeneration)
            .AddList("conditions", status.Conditions.Select(Of))
            .Build().Entries,
        .. status.Details(url).Entries,
    ]);

    private static MappingNode Of(Condition condition) => new NodeBuilder()
        .Add("type", condition.Type)
        .Add("status", condition.Status)
        .Add("severity", NullIfEmpty(condition.Severity))
        .Add("reason", NullIfEmpty(condition.Reason))
        .Add("message", NullIfEmpty(condition.Message))
        .Add("lastTransitionTime", Time(condition.LastTransition))
        .Build();

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
