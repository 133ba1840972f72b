namespace KServe;

/// <summary>Defines models at run time, some of them at the start; the server is not ready before those.</summary>
/// <remarks>Registered as a singleton; any number may be.</remarks>
public interface IModelSource
{
    /// <summary>Waits until the first load of every model that is there at the start has ended, well or not.</summary>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>A task that ends then; it does not fail for a model that does.</returns>
    Task LoadAsync(CancellationToken cancellationToken);
}
