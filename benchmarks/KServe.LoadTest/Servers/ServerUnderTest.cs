using KServe.Load.Hosting;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Servers;

/// <summary>A server in a process of its own, pinned to one core.</summary>
/// <remarks>
/// One instance serves one scenario, from its start until it is disposed. Not safe for concurrent use.
/// </remarks>
internal abstract class ServerUnderTest : IAsyncDisposable
{
    /// <summary>Gets the name in the table and on the command line, one of <see cref="ServerNames"/>.</summary>
    public abstract string Name { get; }

    /// <summary>Gets one line on what it is, with versions, for the head of the report.</summary>
    public abstract string Description { get; }

    /// <summary>Gets whether it is called in a loop by <see cref="RunLoopAsync"/> instead of over a socket.</summary>
    public virtual bool IsLoop => false;

    /// <summary>Gets the process, once started, whose processor time and memory count.</summary>
    public abstract int ProcessId { get; }

    /// <summary>Gets the addresses, once started; a port that the scenario does not use may be anything.</summary>
    public abstract ServerAddresses Addresses { get; }

    /// <summary>Looks for what this machine lacks to run it.</summary>
    /// <returns>The reason, or <see langword="null"/> when it can run.</returns>
    public virtual string? FindMissing() => null;

    /// <summary>Says whether it takes part in a scenario.</summary>
    public abstract bool Supports(Scenario scenario);

    /// <summary>Gets the request to send, where this server wants another than the scenario's.</summary>
    public virtual LoadRequest GetRequest(Scenario scenario) => scenario.Request;

    /// <summary>Starts the process and waits until it answers.</summary>
    public abstract Task StartAsync(ServerStart start, CancellationToken cancellationToken);

    /// <summary>Asks a .NET server for its counters.</summary>
    /// <returns>The counters, or <see langword="null"/> for what is not .NET.</returns>
    public virtual Task<RuntimeCounters?> ReadCountersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<RuntimeCounters?>(null);

    /// <summary>Calls the model in a loop; only where <see cref="IsLoop"/> says so.</summary>
    public virtual Task<LoopResult> RunLoopAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{Name} is driven over a socket");

    /// <summary>Ends the process.</summary>
    public abstract ValueTask DisposeAsync();
}
