using System.Text.Json;

namespace KServe.Tool.Resources;

/// <summary>Holds what a table shows of a resource.</summary>
internal sealed record ResourceRow(string Kind, string Namespace, string Name, string Ready, string Reason, string Url)
{
    public bool IsReady => Ready == "True";

    public static ResourceRow Read(JsonElement resource)
    {
        var metadata = resource.GetProperty("metadata");
        var (ready, reason, url) = ("Unknown", "", "");
        if (resource.TryGetProperty("status", out var status))
        {
            url = status.TryGetProperty("url", out var text) ? text.GetString()! : "";
            var condition = status.GetProperty("conditions").EnumerateArray().FirstOrDefault(static condition =>
                condition.GetProperty("type").GetString() == "Ready");
            if (condition.ValueKind == JsonValueKind.Object)
            {
                ready = condition.GetProperty("status").GetString()!;
                reason = string.Join(": ", Texts(condition));
            }
        }

        return new ResourceRow(
            resource.GetProperty("kind").GetString()!,
            metadata.TryGetProperty("namespace", out var ns) ? ns.GetString()! : "",
            metadata.GetProperty("name").GetString()!,
            ready,
            reason,
            url);
    }

    private static IEnumerable<string> Texts(JsonElement condition)
    {
        foreach (var name in (string[])["reason", "message"])
        {
            if (condition.TryGetProperty(name, out var text))
            {
                yield return text.GetString()!;
            }
        }
    }
}
