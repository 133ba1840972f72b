using System.Runtime.InteropServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace KServe.PayloadLogging.S3;

/// <summary>Stores batches of events as objects of S3.</summary>
/// <remarks>Safe for concurrent calls. The client is made for the first object: hosts without logs need no region.
/// </remarks>
internal sealed class S3PayloadStore(IOptions<S3PayloadOptions> options) : IPayloadBlobStore, IDisposable
{
    private readonly Lazy<AmazonS3Client> _client = new(() => Create(options.Value));

    public IReadOnlyList<string> Schemes { get; } = ["s3"];

    public async ValueTask PutAsync(
        Uri container,
        string key,
        ReadOnlyMemory<byte> content,
        string contentType,
        CancellationToken cancellationToken)
    {
        var prefix = Uri.UnescapeDataString(container.AbsolutePath).Trim('/');
        using var stream = Open(content);
        var request = new PutObjectRequest
        {
            BucketName = container.Host,
            Key = prefix.Length == 0 ? key : $"{prefix}/{key}",
            ContentType = contentType,
            InputStream = stream,
            AutoCloseStream = false,

            // Servers other than Amazon's do not all take a body signed in chunks.
            UseChunkEncoding = false,
        };
        await _client.Value.PutObjectAsync(request, cancellationToken);
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);

    private static AmazonS3Client Create(S3PayloadOptions options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.UsesVirtualBuckets != true,
            MaxErrorRetry = options.MaxAttempts - 1,
            Timeout = options.Timeout,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = options.Region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        return options.IsAnonymous == true ? new AmazonS3Client(new AnonymousAWSCredentials(), config)
            : options.AccessKeyId is { } id ? new AmazonS3Client(id, options.SecretAccessKey, config)
            : new AmazonS3Client(config);
    }
}
