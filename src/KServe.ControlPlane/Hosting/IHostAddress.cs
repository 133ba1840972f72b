namespace KServe.ControlPlane;

/// <summary>Tells under which URL clients reach this host.</summary>
/// <remarks>
/// Registered as a singleton by what opens ports, such as <c>AddProtocols()</c>. Implementations are safe for
/// concurrent calls.
/// </remarks>
public interface IHostAddress
{
    /// <summary>Gets the URL.</summary>
    /// <value>Scheme, host and port; <see langword="null"/> while nothing is listened on.</value>
    string? Url { get; }
}
