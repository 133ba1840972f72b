using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.PayloadLogging.S3.Tests;

/// <summary>The store against a server on a socket: names, bodies, signatures, failures.</summary>
public sealed class S3PayloadStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sink_ABatch_BecomesOneObjectNamedAsKServeNamesIt()
    {
        await using var server = await FakeS3.StartAsync();
        await using var services = BuildServices(server, keys: true);
        await using var sink = CreateSink(services, "s3://logs/prod%20eu/");
        Assert.Equal(2, await sink.WriteAsync([NewEvent("id-1"), NewEvent("id-2")], Token));
        var stored = Assert.Single(server.Requests);
        Assert.Equal(("PUT", "/logs/prod eu/ns/iris/predictor/id-1-request.jsonl"), (stored.Method, stored.Path));
        Assert.Equal(2, Encoding.UTF8.GetString(stored.Body).Count(static c => c == '\n'));
        Assert.StartsWith(
            $"AWS4-HMAC-SHA256 Credential=key/", stored.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains("/eu-north-1/s3/aws4_request", stored.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(stored.Body)), stored.Headers["x-amz-content-sha256"]);
    }

    [Fact]
    public async Task Sink_TheServerFailsForAWhile_IsTriedAgain()
    {
        await using var server = await FakeS3.StartAsync();
        server.Failures.Enqueue(503);
        server.Failures.Enqueue(500);
        await using var services = BuildServices(server, keys: true);
        await using var sink = CreateSink(services, "s3://logs");
        Assert.Equal(1, await sink.WriteAsync([NewEvent("id")], Token));
        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(static request => Convert.ToHexString(request.Body)).Distinct());
    }

    [Fact]
    public async Task Sink_TheServerRefuses_FailsAtOnce()
    {
        await using var server = await FakeS3.StartAsync();
        server.Failures.Enqueue(403);
        await using var services = BuildServices(server, keys: true);
        await using var sink = CreateSink(services, "s3://logs");
        await Assert.ThrowsAnyAsync<Exception>(() => sink.WriteAsync([NewEvent("id")], Token).AsTask());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Sink_VariablesOfKServesSecrets_AreRead()
    {
        await using var server = await FakeS3.StartAsync();
        await using var services = BuildServices(
            server: null,
            keys: false,
            ("S3_ENDPOINT", new Uri(server.Url).Authority),
            ("S3_USE_HTTPS", "0"),
            ("awsAnonymousCredential", "true"));
        await using var sink = CreateSink(services, "s3://logs/p");
        Assert.Equal(1, await sink.WriteAsync([NewEvent("id")], Token));
        var stored = Assert.Single(server.Requests);
        Assert.StartsWith("/logs/p/", stored.Path, StringComparison.Ordinal);
        Assert.False(stored.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public void Options_MuchIsWrong_AllOfItIsNamed()
    {
        var result = new S3PayloadOptionsValidator().Validate(null, new S3PayloadOptions
        {
            Endpoint = "ftp://host",
            AccessKeyId = "key",
            MaxAttempts = 0,
            Timeout = TimeSpan.Zero,
        });
        Assert.Equal(4, result.Failures!.Count());
        Assert.All(
            result.Failures!,
            static failure => Assert.StartsWith("KServe:PayloadLogging:S3:", failure, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_NothingSaid_AmazonByHostName()
    {
        var options = new S3PayloadOptions();
        new S3PayloadOptionsSetup().PostConfigure(null, options);
        Assert.Equal((null, "us-east-1", true), (options.Endpoint, options.Region, options.UsesVirtualBuckets));
    }

    private static ServiceProvider BuildServices(
        FakeS3? server,
        bool keys,
        params (string Key, string Value)[] variables)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(variables.ToDictionary(
                static pair => pair.Key, static pair => (string?)pair.Value, StringComparer.Ordinal))
            .Build());
        services.AddKServeCore().AddPayloadLogging().AddS3PayloadStore(options =>
        {
            options.Endpoint = server?.Url;
            options.Region = "eu-north-1";
            (options.AccessKeyId, options.SecretAccessKey) = keys ? ("key", "secret") : (null, null);
        });
        return services.BuildServiceProvider();
    }

    private static IPayloadSink CreateSink(ServiceProvider services, string url) => PayloadSinks.Create(
        services, "iris", new PayloadLoggingOptions { Url = url, Namespace = "ns" }, TimeProvider.System);

    private static PayloadEvent NewEvent(string id) => new()
    {
        Id = id,
        Type = PayloadEventTypes.Request,
        Source = "io.kserve.inference.iris",
        Time = DateTimeOffset.UnixEpoch,
        InferenceService = "iris",
        Data = "{\"instances\":[[1,2]]}"u8.ToArray(),
    };
}
