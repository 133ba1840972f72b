namespace KServe;

/// <summary>Puts observers beside models that were not given one by code, such as those of the configuration.</summary>
/// <remarks>Any number is registered, as singletons. Safe for concurrent calls.</remarks>
public interface IInferenceObserverFactory
{
    /// <summary>Creates the observer of one revision.</summary>
    /// <param name="context">The revision.</param>
    /// <returns>The observer, disposed with the revision; <see langword="null"/> for none.</returns>
    /// <exception cref="InferenceException">The model is not to be served as it is configured.</exception>
    IInferenceObserver? Create(InferenceObserverContext context);
}
