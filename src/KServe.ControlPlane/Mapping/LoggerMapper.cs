using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Puts a component's logger into a model's payload log.</summary>
internal sealed class LoggerMapper(IEnumerable<IPayloadBlobStore> stores, IOptions<ControlPlaneOptions> options)
{
    private readonly string[] _blobSchemes = [.. stores.SelectMany(static store => store.Schemes)];

    /// <summary>Writes the annotations that go into the log, which are no part of the spec.</summary>
    public static string GetAnnotations(Resource service, Fields component) => string.Concat(
        component["logger"]["metadataAnnotations"].Items.Select(name => $"{service.Annotation(name.Text ?? "")}\n"));

    /// <summary>Says what of a logger is not acted on.</summary>
    public IEnumerable<string> GetNotices(Fields component)
    {
        var logger = component["logger"];
        string? reason = null;
        var target = logger.Exists ? FindTarget(logger, out reason) : null;
        if (logger.Exists && target is null)
        {
            yield return $"{logger.Path}: {reason}";
        }

        if (target is not null && IsBlob(target) && CredentialFields(logger["storage"]) is { Length: > 0 } names)
        {
            yield return $"{logger.Path}.storage: the host's blob store has its own, not these: {names}";
        }

        if (logger["storage"]["parameters"].GetText("format") is { } format and not ("json" or "csv"))
        {
            yield return $"{logger.Path}.storage.parameters.format: '{format}' is not written here; json is";
        }
    }

    /// <summary>Logs the payloads of a model as the component's logger says.</summary>
    public void Apply(Resource service, Fields component, ModelBuilder model)
    {
        var logger = component["logger"];
        if (FindTarget(logger, out _) is not { } target)
        {
            return;
        }

        model.UsePayloadLogging(log =>
        {
            log.Url = target;
            log.Mode = logger.GetText("mode") switch
            {
                "request" => PayloadLogMode.Request,
                "response" => PayloadLogMode.Response,
                _ => PayloadLogMode.All,
            };
            log.InferenceService = service.Key.Name;
            log.Namespace = service.Key.Namespace;
            log.BatchSize = (int)(logger["batchSize"].Integer ?? log.BatchSize);
            if (logger.GetText("batchInterval") is { } interval && GoDuration.TryParse(interval, out var wait))
            {
                log.BatchInterval = wait;
            }

            ApplyStorage(logger["storage"], log.File);
            ApplyMetadata(service, logger, log);
        });
    }

    private static string CredentialFields(Fields storage) => string.Join(
        ", ",
        new[]
        {
            storage["key"].Exists ? "key" : "",
            storage["serviceAccountName"].Exists ? "serviceAccountName" : "",
            storage["parameters"]["region"].Exists ? "parameters.region" : "",
        }.Where(static name => name.Length > 0));

    private static void ApplyStorage(Fields storage, PayloadFileOptions file)
    {
        file.Path = storage.GetText("path")?.Trim('/') is { Length: > 0 } path ? path : null;
        file.Format = storage["parameters"].GetText("format") == "csv"
            ? PayloadFileFormat.Csv
            : PayloadFileFormat.JsonLines;
    }

    private static void ApplyMetadata(Resource service, Fields logger, PayloadLoggingOptions log)
    {
        foreach (var header in logger["metadataHeaders"].Items)
        {
            log.MetadataHeaders.Add(header.Text ?? "");
        }

        foreach (var name in logger["metadataAnnotations"].Items)
        {
            if (service.Annotation(name.Text ?? "") is { } value)
            {
                log.Annotations[name.Text!] = value;
            }
        }
    }

    // Whoever writes resources must not choose any place of the disk: files lie below the host's own folder.
    private string? FindTarget(Fields logger, out string reason)
    {
        reason = "without a url nothing is logged";
        if (logger.GetText("url") is not { } url)
        {
            return null;
        }

        var scheme = url[..url.IndexOf("://", StringComparison.Ordinal)];
        if (scheme == "file")
        {
            reason = "files are written only below the folder that LogFolder of the control plane names";
            return options.Value.LogFolder is { } folder ? BelowFolder(folder, url) : null;
        }

        reason = $"no blob store of this host takes {scheme}://"
            + (scheme == "s3" ? "; AddS3PayloadStore() of the package KServe.PayloadLogging.S3 does" : "");
        return scheme is "http" or "https" || _blobSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase)
            ? url
            : null;
    }

    private bool IsBlob(string target) =>
        target.IndexOf("://", StringComparison.Ordinal) is > 0 and var end
        && _blobSchemes.Contains(target[..end], StringComparer.OrdinalIgnoreCase);

    private static string? BelowFolder(string folder, string url)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var path = Uri.TryCreate(url, UriKind.Absolute, out var file) && file.IsFile
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(file.LocalPath))
            : "";
        return path == root || path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : null;
    }
}
