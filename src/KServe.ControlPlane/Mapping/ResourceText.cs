namespace KServe.ControlPlane;

/// <summary>Reads texts of resources.</summary>
internal static class ResourceText
{
    /// <summary>Puts name and namespace of a service where a runtime's text leaves room for them.</summary>
    public static string Expand(string text, Resource service) => text
        .Replace("{{.Name}}", service.Key.Name, StringComparison.Ordinal)
        .Replace("{{.Namespace}}", service.Key.Namespace, StringComparison.Ordinal);

    /// <summary>Names a container for people.</summary>
    public static string NameOf(Fields container) =>
        container.GetText("image") ?? container.GetText("name") ?? "";
}
