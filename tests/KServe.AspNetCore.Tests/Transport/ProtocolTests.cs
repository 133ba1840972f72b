using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KServe.AspNetCore.Tests.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Transport;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Tls_EachVersion_EchoesLargeBody(string version)
    {
        using var certificate = CreateCertificate();
        await using var server = await TransportServer.StartAsync(
            static app => app.MapPost("/", EchoAsync),
            host: builder => builder.WebHost.ConfigureKestrel(kestrel =>
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate))));
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown?.GetCertHashString() == certificate.Thumbprint;
        using var client = new HttpClient(handler);
        var body = RandomNumberGenerator.GetBytes(3 << 20);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, server.Address)
            {
                Version = Version.Parse(version),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(body),
            };
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }));
    }

    [Fact]
    public async Task Grpc_ManyCallsAtOnce_EchoesEach()
    {
        await using var server = await TransportServer.StartAsync(
            static _ => { },
            host: GrpcServer.UseHttp2,
            models: static models => models.AddPredictor("m", static _ => new EchoPredictor()));
        using var client = new GrpcTestClient(server.Address);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var request = Requests.Raw("m", [.. Enumerable.Range(i, 1 + (i * 50))]);
            var response = (await client.CallAsync("ModelInfer", request)).Read(ModelInferResponse.Parser);
            Assert.Equal(request.RawInputContents, response.RawOutputContents);
        }));
    }

    [Fact]
    public async Task UnixSocket_BesideTcp_IsLeftToKestrel()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var server = await TransportServer.StartAsync(
            static app => app.MapGet("/", static () => Results.Text("here")),
            host: builder => builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.ListenUnixSocket(path);
            }));
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        Assert.Equal("here", await client.GetStringAsync(new Uri("http://x/"), TestContext.Current.CancellationToken));
        Assert.Equal("here", (await server.GetAsync("/")).Body);
    }

    [Fact]
    public async Task Port_InUse_IsSaidAsKestrelDoes()
    {
        await using var server = await TransportServer.StartAsync(static _ => { });
        var error = await Assert.ThrowsAsync<IOException>(() => TransportServer.StartAsync(
            static _ => { },
            host: builder => builder.WebHost.UseUrls(server.Address.ToString())));
        Assert.Contains("address already in use", error.Message, StringComparison.Ordinal);
    }

    // Over HTTP/2 the client sends all before it reads: the windows would not hold an echo of the parts.
    private static async Task EchoAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        await context.Response.Body.WriteAsync(body.ToArray());
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
    }
}
