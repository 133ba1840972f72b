namespace KServe.Core.Tests.Fakes;

/// <summary>Knows one model, which a test lets load, and another name of it.</summary>
internal sealed class FakeActivator(Func<ModelRegistry> registry) : IModelActivator
{
    public const string Name = "cold";
    public const string Alias = "alias";

    public TaskCompletionSource Gate { get; } = new();

    public bool IsStarted { get; set; } = true;

    public bool IsBroken { get; set; }

    public List<string> Calls { get; } = [];

    public bool Contains(string modelName) => modelName is Name or Alias;

    public bool CanActivate(string modelName) => !IsBroken;

    public IReadOnlyList<ModelStatus> GetIndex() => [new(Name, "", ModelState.Unavailable, "not loaded")];

    public bool TryPin(string modelName, string version, out RevisionLease lease)
    {
        lease = default;
        return modelName == Alias && registry().TryPin(Name, version, out lease);
    }

    public async ValueTask<RevisionLease> PinAsync(
        string modelName,
        string version,
        CancellationToken cancellationToken)
    {
        await Gate.Task.WaitAsync(cancellationToken);
        await registry().DefineAsync(
            Name,
            static model => model.UsePredictor(static _ => new DelegatePredictor(DelegatePredictor.EchoAsync)),
            cancellationToken);
        return registry().Pin(Name, version);
    }

    public Task LoadAsync(string modelName, CancellationToken cancellationToken)
    {
        Calls.Add($"load {modelName}");
        return Task.CompletedTask;
    }

    public Task UnloadAsync(string modelName, CancellationToken cancellationToken)
    {
        Calls.Add($"unload {modelName}");
        return Task.CompletedTask;
    }
}
