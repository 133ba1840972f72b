using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane;

/// <summary>Puts a component's logger into a model's payload log.</summary>
internal static class LoggerOptions
{
    /// <summary>Says what of a logger is not acted on; empty when all is.</summary>
    public static string GetNotice(Fields component) => component["logger"]["storage"].Exists
        ? $"{component.Path}.logger.storage: payloads are not written to storage by resources; give a Url"
        : "";

    /// <summary>Logs the payloads of a model as the component's logger says.</summary>
    public static void Apply(Resource service, Fields component, ModelBuilder model)
    {
        var logger = component["logger"];
        if (logger.GetText("url") is not { } url)
        {
            return;
        }

        model.UsePayloadLogging(log =>
        {
            log.Url = url;
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
        });
    }
}
