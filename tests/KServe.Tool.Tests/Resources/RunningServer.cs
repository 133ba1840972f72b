using KServe.Tool.Commands;
using KServe.Tool.Output;
using KServe.Tool.Tests.Support;

namespace KServe.Tool.Tests.Resources;

/// <summary>A server of the tool as a process of its own, whose resources the tests read and change.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private const string Key = "0123456789abcdef";

    private readonly int[] _ports = ToolProcess.FreePorts(2);
    private ToolProcess? _process;

    public string Folder { get; } = Directory.CreateTempSubdirectory("kserve-tool-").FullName;

    public Uri Address => new($"http://localhost:{_ports[0]}");

    public async ValueTask InitializeAsync()
    {
        _process = ToolProcess.Start(
            new Dictionary<string, string> { ["KServe__Http__ControlPlane__Key"] = Key },
            "serve", "--model", $"iris={ToolProcess.IrisPath}", "--control-api", "loopback",
            "--http-port", $"{_ports[0]}", "--grpc-port", $"{_ports[1]}");
        await _process.ReadToAsync("Stop with Ctrl+C.", CancellationToken.None);
    }

    /// <summary>Runs a command against the server.</summary>
    internal Task<ToolResult> RunAsync(params string[] args) =>
        RunAloneAsync([.. args, "--server", Address.ToString(), "--key", Key]);

    /// <summary>Runs a command as it is.</summary>
    internal static async Task<ToolResult> RunAloneAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await KServeCommand.RunAsync(args, new ToolConsole(output, errors));
        return new ToolResult(code, output.ToString(), errors.ToString());
    }

    /// <summary>Writes a file that a command may read.</summary>
    internal string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A service of the flowers' model.</summary>
    internal static string Service(string name, string extra = "") => $$"""
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata:
          name: {{name}}
        spec:
          predictor:
            {{extra}}
            model:
              modelFormat: {name: sklearn}
              storageUri: {{ToolProcess.FlowersPath}}

        """;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
