using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using KServe.AspNetCore;
using KServe.ControlPlane;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace KServe.Tool.Serving;

/// <summary>Puts into words why the server could not start.</summary>
internal static partial class StartFailure
{
    /// <summary>Lists what was wrong, one line each.</summary>
    public static IReadOnlyList<string> Describe(Exception error, KServeHttpOptions? http) => error switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        ResourceException resources => [.. resources.Errors.Select(static failure => failure.ToString())],
        AggregateException many => [.. many.InnerExceptions.SelectMany(inner => Describe(inner, http))],
        CryptographicException => [$"--tls-cert and --tls-key: the certificate cannot be read: {error.Message}"],
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            ["Ports below 1024 need more rights. Choose others with --http-port and --grpc-port."],
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            [$"--host: this machine has no address '{http?.Host}'."],
        IOException { InnerException: AddressInUseException } => [DescribePort(error.Message, http)],
        _ => [error.GetBaseException().Message],
    };

    private static string DescribePort(string message, KServeHttpOptions? http)
    {
        if (PortInUse().Match(message) is not { Success: true } match)
        {
            return message;
        }

        var port = int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
        var option = port == http?.GrpcPort ? "--grpc-port" : "--http-port";
        return $"Port {port} is already in use. Stop what uses it, or choose another with {option}.";
    }

    // The server names the address in its message alone.
    [GeneratedRegex(":(?<port>[0-9]+): address already in use", RegexOptions.NonBacktracking)]
    private static partial Regex PortInUse();
}
