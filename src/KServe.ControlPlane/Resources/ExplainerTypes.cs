namespace KServe.ControlPlane;

/// <summary>Names the sections of an explainer that name a library.</summary>
internal static class ExplainerTypes
{
    public static IReadOnlyList<string> Names { get; } = ["art", "alibi", "aix", "aif"];
}
