using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace KServe.ModelMesh;

/// <summary>Registers and forgets models as a source says: changes of one model in order, of several side by side.
/// </summary>
/// <remarks>Not safe for concurrent use: one loop asks it.</remarks>
internal sealed class SourceFollower(IMeshSource source, MeshManager mesh, ILogger logger)
{
    private readonly Dictionary<string, Task> _changes = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, MeshModelOptions> _known =
        new Dictionary<string, MeshModelOptions>(StringComparer.Ordinal);

    private bool _hasFailed;
    private bool _hasFollowed;

    /// <summary>Gets a task that ends when all changes so far are done.</summary>
    public Task Done => Task.WhenAll(_changes.Values);

    /// <summary>Gets a task that ends when the changes of the first list are done, well or not.</summary>
    public Task First { get; private set; } = Task.CompletedTask;

    /// <summary>Reads the source and begins what has changed.</summary>
    public void Follow()
    {
        if (Read() is not { } models)
        {
            return;
        }

        var isFirst = !_hasFollowed;
        _hasFollowed = true;

        var (added, changed, removed) = (0, 0, 0);
        foreach (var (name, options) in models)
        {
            var isKnown = _known.TryGetValue(name, out var known);
            if (!isKnown || !known!.IsSame(options))
            {
                added += isKnown ? 0 : 1;
                changed += isKnown ? 1 : 0;
                Register(name, options);
            }
        }

        foreach (var name in _known.Keys.Where(name => !models.ContainsKey(name)))
        {
            removed++;
            Queue(name, () => mesh.UnregisterAsync(name));
        }

        _known = models;
        if (added + changed + removed > 0)
        {
            MeshLog.SourceChanged(logger, source.Name, added, changed, removed);
        }

        First = isFirst ? Done : First;
    }

    private IReadOnlyDictionary<string, MeshModelOptions>? Read()
    {
        try
        {
            var models = source.Read();
            _hasFailed = false;
            return models;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
            {
                MeshLog.SourceFailed(logger, error, source.Name);
            }

            _hasFailed = true;
            return null;
        }
    }

    private void Register(string name, MeshModelOptions options) => Queue(name, async () =>
    {
        mesh.Register(name, options);
        if (source.LoadsAtOnce)
        {
            await mesh.LoadIfRoomAsync(name);
        }
    });

    private void Queue(string name, Func<Task> change)
    {
        _changes.TryGetValue(name, out var before);
        var next = RunAsync(before, name, change);
        if (next.IsCompleted)
        {
            _changes.Remove(name);
        }
        else
        {
            _changes[name] = next;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "One bad model must not keep the others from their change.")]
    private async Task RunAsync(Task? before, string name, Func<Task> change)
    {
        if (before is not null)
        {
            await before;
        }

        try
        {
            await change();
        }
        catch (Exception error)
        {
            MeshLog.ChangeFailed(logger, error, name, source.Name);
        }
    }
}
