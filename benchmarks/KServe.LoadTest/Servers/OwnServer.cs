using System.Runtime.InteropServices;
using System.Text.Json;
using KServe.Load.Hosting;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Servers;

/// <summary>A server inside this program, started again as a child: this project, or the floor.</summary>
/// <param name="name">The name.</param>
/// <param name="description">What it is.</param>
/// <param name="supports">Says whether it takes part in a scenario.</param>
internal sealed class OwnServer(string name, string description, Func<Scenario, bool> supports) : ServerUnderTest
{
    private ChildProcess? _child;
    private string? _sampleFile;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => $"{description}, {RuntimeInformation.FrameworkDescription}";

    /// <inheritdoc/>
    public override int ProcessId => Child.Id;

    /// <inheritdoc/>
    public override ServerAddresses Addresses => Child.Addresses;

    private ChildProcess Child => _child ?? throw new InvalidOperationException($"{name} has not been started");

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario) => supports(scenario);

    /// <inheritdoc/>
    public override async Task StartAsync(ServerStart start, CancellationToken cancellationToken)
    {
        List<string> arguments = [ChildHost.Verb, name, start.Scenario.Name];
        if (start.Sample is { } sample)
        {
            _sampleFile = Path.GetTempFileName();
            await File.WriteAllBytesAsync(_sampleFile, JsonSerializer.SerializeToUtf8Bytes(sample), cancellationToken);
            arguments.Add(_sampleFile);
        }

        var command = ChildCommand.Self([.. arguments]);
        command = command with
        {
            Environment = new Dictionary<string, string>(
                command.Environment.Concat(start.Scenario.Environment),
                StringComparer.Ordinal),
        };
        _child = await ChildProcess.StartAsync(command, start.Core, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<RuntimeCounters?> ReadCountersAsync(CancellationToken cancellationToken) =>
        ChildHost.Parse(await Child.AskAsync(ChildHost.AskCounters, cancellationToken));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_child is not null)
        {
            await _child.DisposeAsync();
            _child = null;
        }

        if (_sampleFile is not null)
        {
            File.Delete(_sampleFile);
            _sampleFile = null;
        }
    }
}
