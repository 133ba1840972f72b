using System.Globalization;
using KServe.Load.Hosting;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;
using Microsoft.ML.OnnxRuntime;

namespace KServe.LoadTest.Peers.Compute;

/// <summary>ONNX Runtime itself, called in a loop by a child process: what the model leaves to a server.</summary>
internal sealed class OnnxLoopServer : ServerUnderTest
{
    private ChildProcess? _child;

    /// <inheritdoc/>
    public override string Name => ServerNames.OnnxLoop;

    /// <inheritdoc/>
    public override string Description => "ONNX Runtime called in a loop, without a server, "
        + $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}";

    /// <inheritdoc/>
    public override bool IsLoop => true;

    /// <inheritdoc/>
    public override int ProcessId => Child.Id;

    /// <inheritdoc/>
    public override ServerAddresses Addresses => Child.Addresses;

    private ChildProcess Child => _child ?? throw new InvalidOperationException($"{Name} has not been started");

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Name == ScenarioNames.Compute;
    }

    /// <inheritdoc/>
    public override async Task StartAsync(ServerStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        var command = ChildCommand.Self(OnnxLoopProgram.Verb);
        _child = await ChildProcess.StartAsync(command, start.Core, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<LoopResult> RunLoopAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return OnnxLoopProgram.Parse(await Child.AskAsync(seconds, cancellationToken));
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
}
