namespace KServe.PayloadLogging.S3;

/// <summary>Configures how S3 is reached, from code or from <c>KServe:PayloadLogging:S3</c>.</summary>
public sealed class S3PayloadOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string SectionName = "KServe:PayloadLogging:S3";

    /// <summary>Gets or sets the server, for anything but Amazon's.</summary>
    /// <value>
    /// An <c>http</c> or <c>https</c> URL. Default: <c>AWS_ENDPOINT_URL</c> of the configuration, else
    /// <c>S3_ENDPOINT</c> with https unless <c>S3_USE_HTTPS</c> is 0, else Amazon's of the region.
    /// </value>
    public string? Endpoint { get; set; }

    /// <summary>Gets or sets the region.</summary>
    /// <value>Default: <c>AWS_DEFAULT_REGION</c> or <c>AWS_REGION</c> of the configuration, else
    /// <c>us-east-1</c>.</value>
    public string? Region { get; set; }

    /// <summary>Gets or sets whether the bucket is part of the host's name.</summary>
    /// <value>Default: <c>S3_USER_VIRTUAL_BUCKET</c> of the configuration, else as there is an
    /// <see cref="Endpoint"/> or not: with one, the bucket is part of the path.</value>
    public bool? UsesVirtualBuckets { get; set; }

    /// <summary>Gets or sets the id of the access key.</summary>
    /// <value>Together with <see cref="SecretAccessKey"/>. Default: what the AWS SDK finds.</value>
    public string? AccessKeyId { get; set; }

    /// <summary>Gets or sets the secret of the access key.</summary>
    /// <value>Together with <see cref="AccessKeyId"/>. Default: what the AWS SDK finds.</value>
    public string? SecretAccessKey { get; set; }

    /// <summary>Gets or sets whether requests are not signed.</summary>
    /// <value>Default: <c>awsAnonymousCredential</c> of the configuration, else <see langword="false"/>.</value>
    public bool? IsAnonymous { get; set; }

    /// <summary>Gets or sets how long one attempt may take.</summary>
    /// <value>From 1 millisecond to 1 hour. Default: 30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how often an object is tried to be stored.</summary>
    /// <value>From 1 to 10. Default: 3. Errors of the server and of the network are tried again.</value>
    public int MaxAttempts { get; set; } = 3;

    internal string? EndpointError => Endpoint is null
        || (Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            ? null
            : $"{SectionName}:{nameof(Endpoint)} must be an http or https URL.";
}
