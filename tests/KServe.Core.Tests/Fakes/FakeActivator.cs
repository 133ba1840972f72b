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

    /// <summary>Gets the value of the header <c>x-user</c> of each pin.</summary>
    public List<string?> Users { get; } = [];

    public bool TryPin(
        string modelName,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        out RevisionLease lease)
    {
        lease = default;
        if (modelName != Alias)
        {
            return false;
        }

        Users.Add(headers?.GetValueOrDefault("x-user"));
        return registry().TryPin(Name, version, headers, out lease);
    }

    public async ValueTask<RevisionLease> PinAsync(
        string modelName,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        CancellationToken cancellationToken)
    {
        Users.Add(headers?.GetValueOrDefault("x-user"));
        await Gate.Task.WaitAsync(cancellationToken);
        await registry().DefineAsync(
            Name,
            static model => model.UsePredictor(static _ => new DelegatePredictor(DelegatePredictor.EchoAsync)),
            cancellationToken);
        return registry().Pin(Name, version, headers);
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
