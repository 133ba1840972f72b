using KServe.Load.Hosting;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Peers.Programs;

/// <summary>A server of another ecosystem, which answers the same request with the same values.</summary>
/// <param name="name">The name.</param>
/// <param name="tool">What the machine has of it; looked for when somebody asks.</param>
internal abstract class PeerServer(string name, Lazy<PeerTool> tool) : ServerUnderTest
{
    private ChildProcess? _child;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => tool.Value.Versions ?? tool.Value.Install;

    /// <inheritdoc/>
    public override int ProcessId => Child.Id;

    /// <inheritdoc/>
    public override ServerAddresses Addresses => Child.Addresses;

    private ChildProcess Child => _child ?? throw new InvalidOperationException($"{Name} has not been started");

    /// <inheritdoc/>
    public override string? FindMissing() => tool.Value.Versions is null ? $"not available: {tool.Value.Install}" : null;

    /// <inheritdoc/>
    public override async Task StartAsync(ServerStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        var command = new ChildCommand(tool.Value.Program, CreateArguments(start.Scenario));
        _child = await ChildProcess.StartAsync(command, start.Core, cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_child is not null)
        {
            await _child.DisposeAsync();
            _child = null;
        }
    }

    /// <summary>Makes the arguments that serve a scenario.</summary>
    protected abstract IReadOnlyList<string> CreateArguments(Scenario scenario);
}
