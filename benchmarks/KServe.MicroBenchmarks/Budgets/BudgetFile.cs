using System.Reflection;
using System.Text.Json;

namespace KServe.MicroBenchmarks.Budgets;

/// <summary>Reads and writes budgets: a JSON object of bytes for each operation by the name of the case.</summary>
internal static class BudgetFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Gets the path of the file that is checked in.</summary>
    public static string CheckedInPath { get; } = typeof(BudgetFile).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(static attribute => attribute.Key == "BudgetFile")
        .Value!;

    /// <summary>Reads the file; a file that is not there holds no budgets.</summary>
    /// <exception cref="JsonException">The content is not an object of whole numbers.</exception>
    public static async Task<IReadOnlyDictionary<string, long>> ReadAsync(string path)
    {
        if (!File.Exists(path))
        {
            return new Dictionary<string, long>(StringComparer.Ordinal);
        }

        await using var stream = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<Dictionary<string, long>>(stream, Options)
            ?? throw new JsonException($"{path}: an object was expected, got null");
    }

    /// <summary>Writes the file.</summary>
    public static Task WriteAsync(string path, IReadOnlyDictionary<string, long> budgets) =>
        File.WriteAllTextAsync(path, JsonSerializer.Serialize(budgets, Options) + "\n");
}
