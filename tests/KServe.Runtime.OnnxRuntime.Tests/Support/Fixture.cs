namespace KServe.Runtime.OnnxRuntime.Tests;

/// <summary>Finds the fixtures beside the test assembly.</summary>
internal static class Fixture
{
    public static string Models => Path.Combine(AppContext.BaseDirectory, "Fixtures", "models");

    public static string Malformed => Path.Combine(AppContext.BaseDirectory, "Fixtures", "malformed");

    public static string Model(string name) => Path.Combine(Models, name);
}
