using KServe.Tool.Tests.Support;

namespace KServe.Tool.Tests.Chat;

/// <summary>A server of the tool as a process of its own, with the small chat model.</summary>
public sealed class ChatServer : IAsyncLifetime
{
    private readonly int[] _ports = ToolProcess.FreePorts(2);
    private ToolProcess? _process;

    public string Address => $"http://localhost:{_ports[0]}";

    /// <summary>Gets what the server printed when it had started.</summary>
    public string Greeting { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var model = Path.Combine(AppContext.BaseDirectory, "models", "tiny-chat");
        _process = ToolProcess.Start(
            "serve", "--model", $"chat={model}", "--http-port", $"{_ports[0]}", "--grpc-port", $"{_ports[1]}");
        Greeting = await _process.ReadToAsync("Stop with Ctrl+C.", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
