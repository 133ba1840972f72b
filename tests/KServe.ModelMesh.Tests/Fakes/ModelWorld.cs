using System.Collections.Concurrent;

namespace KServe.ModelMesh.Tests.Fakes;

/// <summary>What all fake models of a test share: how their loads go, and what they really hold.</summary>
internal sealed class ModelWorld
{
    private readonly ConcurrentDictionary<string, int> _loads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _began = new(StringComparer.Ordinal);
    private long _resident;
    private long _maxResident;
    private int _instances;

    /// <summary>Gets or sets what a load does before it succeeds.</summary>
    public Func<string, CancellationToken, Task> OnLoad { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Gets what a model turns out to need; models not listed need 10 bytes.</summary>
    public ConcurrentDictionary<string, long> Sizes { get; } = new(StringComparer.Ordinal);

    public long Resident => Volatile.Read(ref _resident);

    public long MaxResident => Volatile.Read(ref _maxResident);

    public int Instances => Volatile.Read(ref _instances);

    public int TotalLoads => _loads.Values.Sum();

    public int GetLoads(string name) => _loads.GetValueOrDefault(name);

    /// <summary>Ends when the next or present load of a model has begun.</summary>
    public Task BeganAsync(string name) => Signal(name).Task;

    public void Configure(string name, ModelBuilder model) => model.UsePredictor(_ => new SizedPredictor(this, name));

    internal async Task<long> LoadAsync(string name, CancellationToken cancellationToken)
    {
        _loads.AddOrUpdate(name, 1, static (_, count) => count + 1);
        Signal(name).TrySetResult();
        await OnLoad(name, cancellationToken);
        var bytes = Sizes.GetValueOrDefault(name, 10);
        Interlocked.Increment(ref _instances);
        var resident = Interlocked.Add(ref _resident, bytes);
        var max = MaxResident;
        while (resident > max)
        {
            max = Interlocked.CompareExchange(ref _maxResident, resident, max) is var seen && seen == max
                ? resident
                : seen;
        }

        return bytes;
    }

    internal void Unload(long bytes)
    {
        Interlocked.Add(ref _resident, -bytes);
        Interlocked.Decrement(ref _instances);
    }

    private TaskCompletionSource Signal(string name) => _began.GetOrAdd(
        name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
