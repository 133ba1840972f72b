using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public async Task MapKServe_WithoutServices_SaysWhatIsMissing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        var error = Assert.Throws<InvalidOperationException>(() => app.MapKServe());
        Assert.Contains("AddProtocols()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapKServe_Conventions_HoldForAllRoutes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddKServeCore().AddProtocols();
        await using var app = builder.Build();
        app.MapKServe().WithMetadata("mark");
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints).ToList();
        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, static endpoint => Assert.Contains(endpoint.Metadata, static item => item is "mark"));
    }

    [Fact]
    public void Options_AllWrong_ReportsAllErrors()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(new()
        {
            ["KServe:Http:Host"] = "example.com",
            ["KServe:Http:HttpPort"] = "70000",
            ["KServe:Http:GrpcPort"] = "-1",
            ["KServe:Http:MaxRequestBodySize"] = "1",
            ["KServe:Http:CertificateKeyPath"] = "absent.key",
            ["KServe:Http:AllowedHosts:0"] = "http://x",
            ["KServe:Http:CloudEvents:ResponseType"] = "a b",
            ["KServe:Http:RepositoryApi"] = "9",
            ["KServe:Http:JsonForm"] = "9",
            ["KServe:Http:Limits:MaxInputs"] = "0",
        }));
        Assert.Equal(11, error.Failures.Count());
    }

    [Fact]
    public void Options_FromConfiguration_AreRead()
    {
        var options = Read(new()
        {
            ["KServe:Http:Host"] = "*",
            ["KServe:Http:HttpPort"] = "9000",
            ["KServe:Http:JsonForm"] = "KServe",
            ["KServe:Http:RepositoryApi"] = "Any",
            ["KServe:Http:AllowedHosts:0"] = "example.com",
            ["KServe:Http:CloudEvents:MergeAttributes"] = "true",
            ["KServe:Http:Limits:MaxInputs"] = "5",
        });
        Assert.Equal(Protocol.ProtocolLimits.Default with { MaxInputs = 5 }, options.Limits);
        Assert.Equal(1000, Protocol.ProtocolLimits.Default.MaxInputs);
        Assert.Equal(("*", 9000), (options.Host, options.HttpPort));
        Assert.Equal((Protocol.V2JsonForm.KServe, RepositoryAccess.Any), (options.JsonForm, options.RepositoryApi));
        Assert.Equal("example.com", Assert.Single(options.AllowedHosts));
        Assert.True(options.CloudEvents.MergeAttributes);
    }

    [Fact]
    public async Task Kestrel_ApplicationSetsLimits_TheyWin()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxConcurrentConnections = 5);
        builder.Services.AddKServeCore().AddProtocols();
        await using var app = builder.Build();
        var kestrel = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        Assert.Equal(5, kestrel.Limits.MaxConcurrentConnections);
        Assert.False(kestrel.AddServerHeader);
        Assert.Equal(TimeSpan.FromSeconds(10), kestrel.Limits.RequestHeadersTimeout);
    }

    [Fact]
    public async Task Endpoints_NoneConfigured_OpensHttpAndGrpcPorts()
    {
        var (http, grpc) = (FreePort(), FreePort());
        await using var app = await StartAsync(options => (options.HttpPort, options.GrpcPort) = (http, grpc));
        using var client = new HttpClient();
        Assert.Equal("""{"live":true}""", await GetAsync(client, $"http://localhost:{http}", HttpVersion.Version11));
        Assert.Equal("""{"live":true}""", await GetAsync(client, $"http://localhost:{grpc}", HttpVersion.Version20));
    }

    [Fact]
    public async Task Endpoints_WithCertificate_OnePortCarriesBoth()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (certificate, key) = WriteCertificate(folder.FullName);
            var port = FreePort();
            await using var app = await StartAsync(options =>
            {
                options.HttpPort = port;
                options.CertificatePath = certificate;
                options.CertificateKeyPath = key;
            });
            Assert.Single(app.Urls, url => url.EndsWith($":{port}", StringComparison.Ordinal));
            using var handler = new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = static (_, certificate, _, _) =>
                        certificate is { Subject: "CN=localhost" },
                },
            };
            using var client = new HttpClient(handler);
            Assert.Equal("""{"live":true}""", await GetAsync(client, $"https://localhost:{port}", HttpVersion.Version11));
            Assert.Equal("""{"live":true}""", await GetAsync(client, $"https://localhost:{port}", HttpVersion.Version20));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Endpoints_ConfiguredInCode_OpensNoOthers()
    {
        var unused = FreePort();
        await using var app = await StartAsync(
            options => (options.HttpPort, options.GrpcPort) = (unused, 0),
            static builder => builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0)));
        Assert.DoesNotContain(app.Urls, url => url.EndsWith($":{unused}", StringComparison.Ordinal));
        Assert.Single(app.Urls);
    }

    private static async Task<WebApplication> StartAsync(
        Action<KServeHttpOptions> options,
        Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = null;
        configure?.Invoke(builder);
        builder.Services.AddKServeCore().AddProtocols(options);
        var app = builder.Build();
        app.MapKServe();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<string> GetAsync(HttpClient client, string address, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/v2/health/live")
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static KServeHttpOptions Read(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddKServeCore().AddProtocols();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<KServeHttpOptions>>().Value;
    }

    private static (string Certificate, string Key) WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (certificatePath, keyPath) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
