using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Holds the resources that are wanted and what is known of them.</summary>
/// <remarks>Safe for concurrent use. Every change wakes whoever waits for one.</remarks>
internal sealed class ResourceStore(IOptions<ControlPlaneOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceKey, ResourceEntry> _entries = [];
    private TaskCompletionSource _changed = NewSignal();

    public ResourceEntry? Find(ResourceKey key)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(key);
        }
    }

    public IReadOnlyList<ResourceEntry> All()
    {
        lock (_lock)
        {
            return [.. _entries.Values];
        }
    }

    /// <summary>Gets a task that ends with the next change.</summary>
    public Task NextChange()
    {
        lock (_lock)
        {
            return _changed.Task;
        }
    }

    /// <summary>Says why resources cannot be taken in from an owner; nothing when they can.</summary>
    public IReadOnlyList<ResourceError> Check(IReadOnlyCollection<Resource> resources, string owner)
    {
        List<ResourceError> errors = [];
        lock (_lock)
        {
            var added = 0;
            foreach (var resource in resources)
            {
                var position = resource.Fields["metadata"]["name"].Position;
                if (!_entries.TryGetValue(resource.Key, out var entry))
                {
                    added++;
                }
                else if (entry.Owner != owner)
                {
                    errors.Add(new ResourceError(
                        resource.File,
                        position.Line,
                        position.Column,
                        "metadata.name",
                        $"{resource.Key} belongs to {entry.Resource.File}: change it there"));
                }
                else if (resource.Key.Kind == "LLMInferenceService")
                {
                    var changes = new ErrorList(resource.File);
                    LanguageModelRules.CheckChange(entry.Resource.Spec, resource.Spec, changes);
                    errors.AddRange(changes.InOrder());
                }
            }

            if (_entries.Count + added > options.Value.MaxResources)
            {
                errors.Add(new ResourceError(
                    resources.First().File, 0, 0, "",
                        $"there would be more than {options.Value.MaxResources} resources"));
            }
        }

        return errors;
    }

    /// <summary>Takes a resource in.</summary>
    /// <returns>Whether it is new or says something else than before.</returns>
    public bool Put(Resource resource, string owner)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(resource.Key, out var old))
            {
                _entries[resource.Key] = new ResourceEntry(resource, Guid.NewGuid(), time.GetUtcNow())
                {
                    Owner = owner,
                };
                Signal();
                return true;
            }

            var isChanged = old.Resource.Content != resource.Content;
            _entries[resource.Key] = old with
            {
                Resource = resource,
                Owner = owner,
                Generation = old.Generation + (isChanged ? 1 : 0),
            };
            return isChanged;
        }
    }

    /// <summary>Takes a resource out.</summary>
    public ResourceEntry? Remove(ResourceKey key)
    {
        lock (_lock)
        {
            _entries.Remove(key, out var entry);
            Signal();
            return entry;
        }
    }

    /// <summary>Writes what became of a generation of a resource that is still wanted.</summary>
    public void SetStatus(ResourceEntry of, ResourceStatus status)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(of.Resource.Key, out var entry) && entry.Id == of.Id)
            {
                _entries[of.Resource.Key] = entry with { Status = status.Since(entry.Status, time.GetUtcNow()) };
                Signal();
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }
}
