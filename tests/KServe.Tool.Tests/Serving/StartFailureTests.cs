using System.Net.Sockets;
using System.Security.Cryptography;
using KServe.AspNetCore;
using KServe.Tool.Serving;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace KServe.Tool.Tests.Serving;

public sealed class StartFailureTests
{
    private static readonly KServeHttpOptions Http = new() { Host = "192.0.2.1" };

    [Theory]
    [InlineData(8080, "--http-port")]
    [InlineData(8081, "--grpc-port")]
    public void Describe_PortInUse_NamesPortAndOption(int port, string option)
    {
        var error = new IOException(
            $"Failed to bind to address http://[::1]:{port}: address already in use.", new AddressInUseException("x"));

        Assert.Equal(
            $"Port {port} is already in use. Stop what uses it, or choose another with {option}.",
            Assert.Single(StartFailure.Describe(error, Http)));
    }

    [Fact]
    public void Describe_SeveralInvalidOptions_ListsEveryFailure()
    {
        var error = new AggregateException(
            new OptionsValidationException("a", typeof(string), ["one", "two"]),
            new OptionsValidationException("b", typeof(string), ["three"]));

        Assert.Equal(["one", "two", "three"], StartFailure.Describe(error, http: null));
    }

    [Theory]
    [InlineData(SocketError.AccessDenied, "--http-port")]
    [InlineData(SocketError.AddressNotAvailable, "192.0.2.1")]
    public void Describe_SocketFailure_NamesWhatToChange(SocketError code, string expected)
    {
        var message = Assert.Single(StartFailure.Describe(new SocketException((int)code), Http));

        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_Certificate_NamesTheOptions()
    {
        var message = Assert.Single(StartFailure.Describe(new CryptographicException("no PEM"), Http));

        Assert.Contains("--tls-cert", message, StringComparison.Ordinal);
    }
}
