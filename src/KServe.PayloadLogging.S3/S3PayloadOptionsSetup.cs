using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace KServe.PayloadLogging.S3;

/// <summary>Reads the section, and then the variables of KServe's secrets for what it leaves open.</summary>
internal sealed class S3PayloadOptionsSetup(IConfiguration? configuration = null)
    : IConfigureOptions<S3PayloadOptions>, IPostConfigureOptions<S3PayloadOptions>
{
    private const string DefaultRegion = "us-east-1";

    public void Configure(S3PayloadOptions options) =>
        configuration?.GetSection(S3PayloadOptions.SectionName).Bind(options);

    public void PostConfigure(string? name, S3PayloadOptions options)
    {
        options.Endpoint ??= Get("AWS_ENDPOINT_URL") ?? GetHost();
        options.Region ??= Get("AWS_DEFAULT_REGION") ?? Get("AWS_REGION") ?? DefaultRegion;
        options.UsesVirtualBuckets ??= GetFlag("S3_USER_VIRTUAL_BUCKET") ?? options.Endpoint is null;
        options.IsAnonymous ??= GetFlag("awsAnonymousCredential") ?? false;
    }

    private string? GetHost() => Get("S3_ENDPOINT") is not { } host ? null
        : host.Contains("://", StringComparison.Ordinal) ? host
        : $"{(GetFlag("S3_USE_HTTPS") ?? true ? "https" : "http")}://{host}";

    private string? Get(string key) => configuration?[key] is { Length: > 0 } value ? value : null;

    // As Python reads them: 1, 0, true and false in any case.
    private bool? GetFlag(string key) => Get(key)?.ToUpperInvariant() switch
    {
        "1" or "TRUE" => true,
        "0" or "FALSE" => false,
        _ => null,
    };
}
