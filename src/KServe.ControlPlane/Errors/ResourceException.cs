namespace KServe.ControlPlane;

/// <summary>Says everything that is wrong with the resources of a text or a folder.</summary>
public sealed class ResourceException : Exception
{
    /// <summary>Initializes an exception with all errors.</summary>
    /// <param name="errors">The errors, at least one.</param>
    public ResourceException(IReadOnlyList<ResourceError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>Gets the errors in the order of files and lines.</summary>
    public IReadOnlyList<ResourceError> Errors { get; }
}
