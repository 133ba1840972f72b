using KServe.AspNetCore;

namespace KServe.Tool.Output;

/// <summary>Says where the server listens, and by which URL this machine reaches it.</summary>
internal sealed class ServerAddress(KServeHttpOptions options)
{
    private readonly string _scheme = options.CertificatePath is null ? "http" : "https";

    /// <summary>Gets the URL for HTTP from this machine; <see langword="null"/> when the port is closed.</summary>
    public string? HttpUrl =>
        options.HttpPort == 0 ? null : $"{_scheme}://{Reachable(options.Host)}:{options.HttpPort}";

    /// <summary>Gets each protocol with the address that was opened for it.</summary>
    public IEnumerable<(string Protocol, string Url)> Listening
    {
        get
        {
            var isSecure = options.CertificatePath is not null;
            var grpcPort = isSecure ? options.HttpPort : options.GrpcPort;
            if (options.HttpPort != 0)
            {
                yield return ("HTTP", $"{_scheme}://{Bracketed(options.Host)}:{options.HttpPort}{Explanation}");
            }

            if (grpcPort != 0)
            {
                yield return ("gRPC", $"{_scheme}://{Bracketed(options.Host)}:{grpcPort}{Explanation}");
            }
        }
    }

    private string Explanation => options.Host is "*" or "0.0.0.0" or "::" ? " (all addresses)" : "";

    private static string Reachable(string host) =>
        host is "*" or "0.0.0.0" or "::" ? "localhost" : Bracketed(host);

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
