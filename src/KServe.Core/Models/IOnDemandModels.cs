namespace KServe;

/// <summary>Keeps models that are in memory only while they are called.</summary>
/// <remarks>
/// The package <c>KServe.ModelMesh</c> registers one. Implementations are singletons, safe for concurrent calls.
/// </remarks>
public interface IOnDemandModels
{
    /// <summary>Registers a model without loading it, or describes it anew; the same again does nothing.</summary>
    /// <param name="modelName">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="uri">A path or a URI of a registered storage provider.</param>
    /// <param name="format">The model format; <see langword="null"/> to look at the files.</param>
    /// <param name="size">The bytes that the model is expected to need; <see langword="null"/> to estimate.</param>
    /// <exception cref="InferenceException">A value is wrong, or the name belongs to another model.</exception>
    void Register(string modelName, string uri, string? format, long? size);

    /// <summary>Forgets a model: requests that wait for it are refused, those that run end.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the removal goes on.</param>
    /// <returns>A task that ends when its memory is free; <see langword="false"/> for an unknown name.</returns>
    Task<bool> UnregisterAsync(string modelName, CancellationToken cancellationToken = default);
}
