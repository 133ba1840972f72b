using KServe.AspNetCore;
using KServe.Tool.Output;

namespace KServe.Tool.Tests.Output;

public sealed class ServerAddressTests
{
    [Fact]
    public void Listening_Loopback_GivesBothPorts()
    {
        var address = new ServerAddress(new KServeHttpOptions());

        Assert.Equal([("HTTP", "http://localhost:8080"), ("gRPC", "http://localhost:8081")], address.Listening);
        Assert.Equal("http://localhost:8080", address.HttpUrl);
    }

    [Fact]
    public void Listening_Certificate_OnePortCarriesBoth()
    {
        var address = new ServerAddress(new KServeHttpOptions { Host = "::1", CertificatePath = "c" });

        Assert.Equal([("HTTP", "https://[::1]:8080"), ("gRPC", "https://[::1]:8080")], address.Listening);
    }

    [Fact]
    public void HttpUrl_AllAddresses_IsReachableFromThisMachine()
    {
        var address = new ServerAddress(new KServeHttpOptions { Host = "*", GrpcPort = 0 });

        Assert.Equal([("HTTP", "http://*:8080 (all addresses)")], address.Listening);
        Assert.Equal("http://localhost:8080", address.HttpUrl);
    }

    [Fact]
    public void HttpUrl_PortClosed_IsNone()
    {
        Assert.Null(new ServerAddress(new KServeHttpOptions { HttpPort = 0 }).HttpUrl);
    }
}
