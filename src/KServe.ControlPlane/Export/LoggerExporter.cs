using System.Globalization;
using KServe.PayloadLogging;

namespace KServe.ControlPlane;

/// <summary>Writes the payload log of a model as the logger of a predictor.</summary>
internal static class LoggerExporter
{
    /// <summary>Writes the first log that goes to an address, and the annotations that it reads.</summary>
    public static (MappingNode? Logger, MappingNode? Annotations) Export(ModelDescription model)
    {
        var log = model.Features.OfType<PayloadLoggingOptions>()
            .FirstOrDefault(static log => log is { Sink: null, Url: not null });
        if (log is null)
        {
            return (null, null);
        }

        var url = AddressOf(log.Url!);
        var isHttp = url.StartsWith("http", StringComparison.Ordinal);
        var logger = new NodeBuilder()
            .Add("url", url)
            .Add("mode", log.Mode switch
            {
                PayloadLogMode.Request => "request",
                PayloadLogMode.Response => "response",
                _ => "all",
            })
            .AddList("metadataHeaders", log.MetadataHeaders.Select(ScalarNode.Of))
            .AddList("metadataAnnotations", log.Annotations.Keys.Select(ScalarNode.Of))
            .Add("batchSize", log.BatchSize)
            .Add("batchInterval", log.BatchInterval == TimeSpan.Zero ? null : Duration(log.BatchInterval))
            .Add("storage", isHttp ? null : StorageOf(log.File));
        return (logger.Build(), AnnotationsOf(log));
    }

    private static MappingNode StorageOf(PayloadFileOptions file) => new NodeBuilder()
        .Add("path", "/" + file.Path?.Trim('/'))
        .Add("parameters", new NodeBuilder()
            .Add("format", file.Format == PayloadFileFormat.Csv ? "csv" : "json")
            .Build())
        .Add("key", "payloads")
        .Build();

    private static MappingNode? AnnotationsOf(PayloadLoggingOptions log)
    {
        var annotations = new NodeBuilder();
        foreach (var (name, value) in log.Annotations)
        {
            annotations.Add(name, value);
        }

        return log.Annotations.Count == 0 ? null : annotations.Build();
    }

    private static string AddressOf(string url) =>
        url.Contains("://", StringComparison.Ordinal) ? url : new Uri(Path.GetFullPath(url)).AbsoluteUri;

    private static string Duration(TimeSpan time) =>
        time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture) + "ms";
}
