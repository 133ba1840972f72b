namespace KServe.ModelMesh;

/// <summary>Keeps the books of TrainedModels: whose they are and what memory they name.</summary>
internal sealed class TrainedModelService(MeshManager mesh) : ITrainedModels
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Service, long Bytes)> _models = new(StringComparer.Ordinal);

    public async Task<TrainedModelStatus> ApplyAsync(
        TrainedModelSpec model,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (options, limit) = Read(model);
        if (!TryBook(model, options.Size ?? 0, limit))
        {
            return new TrainedModelStatus(IsMemoryAvailable: false, mesh.GetStatus(model.Name));
        }

        mesh.Register(model.Name, options);
        await mesh.LoadIfRoomAsync(model.Name).WaitAsync(cancellationToken);
        return new TrainedModelStatus(IsMemoryAvailable: true, mesh.GetStatus(model.Name));
    }

    public Task<bool> RemoveAsync(string modelName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        lock (_lock)
        {
            _models.Remove(modelName);
        }

        return mesh.UnregisterAsync(modelName, cancellationToken);
    }

    private static (MeshModelOptions Options, long? Limit) Read(TrainedModelSpec model)
    {
        List<string> errors = [];
        var options = new MeshModelOptions
        {
            Uri = model.StorageUri,
            Format = string.IsNullOrEmpty(model.Framework) ? null : model.Framework,
            Size = ReadQuantity(errors, "memory", model.Memory),
        };
        var limit = ReadQuantity(errors, "the memory of the InferenceService", model.ServiceMemory);
        if (ModelNames.GetError(model.Name) is { } error)
        {
            errors.Add($"name: {error}");
        }

        if (string.IsNullOrWhiteSpace(model.StorageUri))
        {
            errors.Add("storageUri is missing");
        }

        return errors.Count == 0
            ? (options, limit)
            : throw InferenceException.InvalidArgument($"TrainedModel {model.Name}: {string.Join("; ", errors)}.");
    }

    private static long? ReadQuantity(List<string> errors, string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (MemoryQuantity.TryParse(text, out var bytes) && bytes > 0)
        {
            return bytes;
        }

        errors.Add($"{name} must be a quantity of bytes such as 100Mi, got '{text}'");
        return null;
    }

    // As KServe's controller: what the models of one service name must fit the service's memory together.
    private bool TryBook(TrainedModelSpec model, long bytes, long? limit)
    {
        lock (_lock)
        {
            var others = _models
                .Where(known => known.Key != model.Name && known.Value.Service == model.InferenceService)
                .Sum(static known => (decimal)known.Value.Bytes);
            if (others + bytes > (limit ?? long.MaxValue))
            {
                return false;
            }

            _models[model.Name] = (model.InferenceService, bytes);
            return true;
        }
    }
}
