using System.Text.Json;

namespace KServe.Runtime.Tests.Support;

/// <summary>A broken or hostile file, and what must happen to it.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Defect">What is wrong with it.</param>
/// <param name="Must"><c>refuse</c>, or <c>refuse-or-safe</c> when a well-defined result is right as well.</param>
/// <param name="Stage">When the error must come at the latest: <c>load</c> or <c>load or predict</c>.</param>
internal sealed record MalformedFile(string Path, string Defect, string Must, string Stage)
{
    /// <summary>A hostile file that runs code writes this file into the working folder.</summary>
    public const string Sentinel = "fixture-code-ran.txt";

    private static readonly string Folder = System.IO.Path.Combine(FixtureCase.Root, "malformed");

    /// <summary>Lists the names of the files of a format, below its folder.</summary>
    public static IEnumerable<string> Names(string format) => Entries()
        .Where(entry => entry.GetProperty("format").GetString() == format)
        .Select(entry => entry.GetProperty("path").GetString()![(format.Length + 1)..]);

    public static MalformedFile Load(string format, string name)
    {
        var entry = Entries().Single(entry => entry.GetProperty("path").GetString() == $"{format}/{name}");
        return new MalformedFile(
            System.IO.Path.Combine(Folder, format, name),
            entry.GetProperty("defect").GetString()!,
            entry.GetProperty("must").GetString()!,
            entry.GetProperty("stage").GetString()!);
    }

    private static JsonElement.ArrayEnumerator Entries() => JsonDocument
        .Parse(File.ReadAllBytes(System.IO.Path.Combine(Folder, "manifest.json"))).RootElement
        .GetProperty("files").EnumerateArray();
}
