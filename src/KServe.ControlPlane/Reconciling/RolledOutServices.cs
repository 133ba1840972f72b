using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane;

/// <summary>
/// Keeps services as they were rolled out, so that a canary has its stable predictor after a restart.
/// </summary>
internal sealed class RolledOutServices(
    StateFolder folder,
    ResourceReader reader,
    ILogger<RolledOutServices> logger)
{
    private readonly ConcurrentDictionary<ResourceKey, Resource> _former = new();

    /// <summary>Reads what a former process kept; what cannot be read any more is left out.</summary>
    public void Load()
    {
        foreach (var (name, text) in folder.ReadAll(StateFolder.RolledOut))
        {
            var set = reader.Read(name, text);
            foreach (var resource in set.Resources)
            {
                _former[resource.Key] = resource;
            }

            foreach (var error in set.Errors)
            {
                ControlPlaneLog.BrokenState(logger, error);
            }
        }
    }

    /// <summary>Takes what a former process had rolled out of a service; the next call finds nothing.</summary>
    public Resource? Take(ResourceKey key) => _former.TryRemove(key, out var former) ? former : null;

    public void Keep(Resource service) =>
        Log(service.Key, folder.Save(StateFolder.RolledOut, [service]));

    public void Forget(ResourceKey key)
    {
        _former.TryRemove(key, out _);
        Log(key, folder.Delete(StateFolder.RolledOut, key));
    }

    private void Log(ResourceKey key, string? failure)
    {
        if (failure is not null)
        {
            ControlPlaneLog.NotKept(logger, key, failure);
        }
    }
}
