using KServe.PayloadLogging;

namespace KServe.PayloadLog;

/// <summary>One way to log, or not to.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Configure">What sets the log up; null for a server without one.</param>
internal sealed record Mode(string Name, Action<PayloadLoggingOptions>? Configure)
{
    /// <summary>Gets whether another process posts as many events as the server did in its mode
    /// <c>http</c>.</summary>
    public bool IsControl { get; init; }
}
