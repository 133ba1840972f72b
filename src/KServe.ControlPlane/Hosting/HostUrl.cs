using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Knows the URL that the status of resources shows.</summary>
internal sealed class HostUrl(IOptions<ControlPlaneOptions> options, IEnumerable<IHostAddress> addresses)
{
    private readonly IHostAddress? _address = addresses.LastOrDefault();

    /// <summary>Gets the URL without a slash at its end; <see langword="null"/> while there is none.</summary>
    public string? Current => (options.Value.BaseUrl ?? _address?.Url)?.TrimEnd('/');
}
