using Microsoft.Extensions.Options;

namespace KServe.ModelMesh;

/// <summary>Loads and removes models in the registry, and measures them there.</summary>
internal sealed class ModelHost(ModelRegistry registry, SizeEstimator sizes)
{
    /// <summary>Defines the model in the registry, which loads it.</summary>
    /// <exception cref="InferenceException">It failed, in words for clients.</exception>
    public async Task<LoadResult> LoadAsync(
        string name,
        MeshModelOptions options,
        Action<ModelBuilder>? configure,
        CancellationToken cancellationToken)
    {
        try
        {
            await registry.DefineAsync(
                name,
                model =>
                {
                    model.Options.Uri = options.Uri;
                    model.Options.Format = options.Format;
                    configure?.Invoke(model);
                },
                cancellationToken);
        }
        catch (OptionsValidationException error)
        {
            throw new InferenceException(
                InferenceErrorCode.InvalidArgument, string.Join(' ', error.Failures), error);
        }

        return Measure(name, options.Format);
    }

    public bool TryRemoveIdle(string name, out Task removal) => registry.TryRemoveIdle(name, out removal);

    public Task RemoveAsync(string name) => registry.RemoveAsync(name, CancellationToken.None);

    private LoadResult Measure(string name, string? format)
    {
        long? bytes = null;
        List<ModelRevision> revisions = [];
        foreach (var version in registry.GetVersions(name))
        {
            if (registry.TryPin(name, version, out var lease))
            {
                using (lease)
                {
                    revisions.Add(lease.Revision);
                    bytes = sizes.Measure(lease.Revision, format) is { } size ? (bytes ?? 0) + size : bytes;
                }
            }
        }

        return new LoadResult(bytes, [.. revisions]);
    }
}
