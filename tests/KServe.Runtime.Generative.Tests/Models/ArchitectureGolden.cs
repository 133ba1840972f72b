using System.Text.Json;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>The golden outputs of one architecture.</summary>
internal sealed class ArchitectureGolden : IDisposable
{
    private readonly JsonDocument _document;
    private readonly WeightStore _tensors;

    private ArchitectureGolden(string folder)
    {
        Folder = folder;
        _document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json")));
        _tensors = WeightStore.Open(Path.Combine(folder, "golden.safetensors"));
    }

    public string Folder { get; }

    public IEnumerable<JsonElement> Cases => _document.RootElement.GetProperty("cases").EnumerateArray();

    public IEnumerable<JsonElement> BaseCases => _document.RootElement.GetProperty("base_cases").EnumerateArray();

    public static string PathOf(string name) =>
        Path.Combine(AppContext.BaseDirectory, "Fixtures", "llm", "arch", name);

    public static ArchitectureGolden Open(string name) => new(PathOf(name));

    public float[] Tensor(JsonElement golden, string field) =>
        _tensors.Get(golden.GetProperty(field).GetString()!).ToArray();

    public static int[] Ids(JsonElement golden, string field) =>
        [.. golden.GetProperty(field).EnumerateArray().Select(static id => id.GetInt32())];

    public static int[][] Rows(JsonElement golden, string field) =>
        [.. golden.GetProperty(field).EnumerateArray().Select(static row =>
            row.EnumerateArray().Select(static id => id.GetInt32()).ToArray())];

    public void Dispose()
    {
        _tensors.Dispose();
        _document.Dispose();
    }
}
