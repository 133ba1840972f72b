using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Finds where a section's model lies, on this host's terms.</summary>
internal sealed class StorageAddress(IOptions<ControlPlaneOptions> options)
{
    /// <summary>Gets the schemes that are mapped to other places.</summary>
    public IEnumerable<string> MappedSchemes => options.Value.StorageMap.Keys
        .Select(static prefix => prefix.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? prefix[..end] : "");

    /// <summary>Finds the URI of a section's model; <see langword="null"/> when it names none.</summary>
    public string? Find(Fields predictor, Fields section)
    {
        var uri = section.GetText("storageUri")
            ?? FindStorage(section["storage"])
            ?? predictor["storageUris"].Items.Select(static item => item.GetText("uri")).FirstOrDefault();
        return uri is null ? null : Map(uri);
    }

    /// <summary>Puts what the beginning of a URI stands for in its place.</summary>
    public string Map(string uri)
    {
        var best = "";
        foreach (var prefix in options.Value.StorageMap.Keys)
        {
            if (prefix.Length > best.Length && uri.StartsWith(prefix, StringComparison.Ordinal))
            {
                best = prefix;
            }
        }

        return best.Length == 0 ? uri : options.Value.StorageMap[best] + uri[best.Length..];
    }

    private static string? FindStorage(Fields storage)
    {
        if (!storage.Exists)
        {
            return null;
        }

        var parameters = storage["parameters"];
        var path = storage.GetText("path")?.TrimStart('/') ?? "";
        return parameters.GetText("type") is { } type && parameters.GetText("bucket") is { } bucket
            ? $"{type}://{bucket}/{path}"
            : $"storage://{storage.GetText("key") ?? "default"}/{path}";
    }
}
