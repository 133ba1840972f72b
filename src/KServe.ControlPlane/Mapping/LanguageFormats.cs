namespace KServe.ControlPlane;

/// <summary>Names the formats under which runtimes of clusters serve language models.</summary>
internal static class LanguageFormats
{
    public static IReadOnlyList<string> All { get; } = ["huggingface", "vLLM"];

    public static bool Contains(string format) => All.Contains(format, StringComparer.Ordinal);
}
