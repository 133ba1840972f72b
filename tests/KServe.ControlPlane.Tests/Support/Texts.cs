namespace KServe.ControlPlane.Tests.Support;

/// <summary>Reads texts outside of a host.</summary>
internal static class Texts
{
    public static ResourceSet Read(string text, params string[] schemes) =>
        new ResourceReader(new ControlPlaneContext("default", schemes)).Read("test.yaml", text);

    public static string[] Errors(string text) => [.. Read(text).Errors.Select(static error => error.ToString())];

    /// <summary>An InferenceService whose spec holds the lines given, from line 5 and column 3 on.</summary>
    public static string Service(string spec) => $"""
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata: {"{"}name: iris{"}"}
        spec:
        {string.Join('\n', spec.Split('\n').Select(static line => "  " + line))}
        """;
}
