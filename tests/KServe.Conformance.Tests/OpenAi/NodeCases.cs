using System.Text.Json;
using KServe.Conformance.Tests.Clients;

namespace KServe.Conformance.Tests.OpenAi;

/// <summary>Runs OpenAI's client for node against the trained chat model: all cases in one process, once.</summary>
public sealed class NodeCases(LanguageModelServer server)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private Task<IReadOnlyDictionary<string, string?>>? _results;

    /// <summary>Gets what went wrong in each case; <see langword="null"/> where nothing did.</summary>
    public Task<IReadOnlyDictionary<string, string?>> GetAsync() => _results ??= RunAsync();

    private async Task<IReadOnlyDictionary<string, string?>> RunAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "OpenAi", "Node");
        await NodePackages.InstallAsync(folder);
        using var limit = new CancellationTokenSource(Limit);
        var (exitCode, output, error) = await ExternalTool.RunAsync(
            "node", ["main.mjs", new Uri(server.Address, "/v1").ToString()], [], limit.Token, folder);
        Assert.True(exitCode == 0, error);
        var results = new Dictionary<string, string?>(StringComparer.Ordinal);
        using var lines = new StreamReader(new MemoryStream(output));
        while (await lines.ReadLineAsync(limit.Token) is { } line)
        {
            using var result = JsonDocument.Parse(line);
            results.Add(
                result.RootElement.GetProperty("name").GetString()!,
                result.RootElement.GetProperty("error").GetString());
        }

        return results;
    }
}
