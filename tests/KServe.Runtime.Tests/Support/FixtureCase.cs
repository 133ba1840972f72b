using System.Text.Json;

namespace KServe.Runtime.Tests.Support;

/// <summary>One model with golden outputs of the library that wrote it.</summary>
internal sealed class FixtureCase
{
    private FixtureCase(string folder)
    {
        Folder = folder;
        Expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement;
        Inputs =
        [
            .. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "inputs.json"))).RootElement
                .GetProperty("inputs").EnumerateArray().Select(static input => new FixtureInput(input)),
        ];
        Outputs =
        [
            .. Expected.GetProperty("outputs").EnumerateArray().Select(static output => new FixtureOutput(output)),
        ];
        ModelFiles =
        [
            .. Expected.GetProperty("model_files").EnumerateArray()
                .Select(file => Path.Combine(folder, file.GetProperty("file").GetString()!)),
        ];
    }

    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public string Folder { get; }

    public string Name => Path.GetFileName(Folder);

    public JsonElement Expected { get; }

    public IReadOnlyList<FixtureInput> Inputs { get; }

    public IReadOnlyList<FixtureOutput> Outputs { get; }

    /// <summary>Gets the full paths of all files of the one model.</summary>
    public IReadOnlyList<string> ModelFiles { get; }

    public static FixtureCase Load(string group, string name) => new(Path.Combine(Root, group, name));

    /// <summary>Lists the names of the cases of a group.</summary>
    public static IEnumerable<string> Names(string group) => Directory
        .EnumerateDirectories(Path.Combine(Root, group))
        .Select(static folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal);
}
