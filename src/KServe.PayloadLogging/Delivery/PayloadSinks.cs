using Microsoft.Extensions.DependencyInjection;

namespace KServe.PayloadLogging;

/// <summary>Creates the sink that options ask for.</summary>
internal static class PayloadSinks
{
    /// <exception cref="InferenceException">No blob store takes the scheme of the URL.</exception>
    public static IPayloadSink Create(
        IServiceProvider services,
        string modelName,
        PayloadLoggingOptions options,
        TimeProvider time)
    {
        if (options.Sink is { } create)
        {
            return create(services);
        }

        var target = PayloadTarget.TryParse(options.Url!)!;
        var table = new EventTable(options.File.Format, options.Url!, time);
        var folder = EventPath.GetFolder(options, modelName);
        if (target.Folder is { } root)
        {
            return new FilePayloadSink(Path.Combine(root, folder), table, options.File, time);
        }

        var url = target.Url!;
        if (url.Scheme is "http" or "https")
        {
            return HttpPayloadSink.Create(url, options.Http, time);
        }

        var store = services.GetServices<IPayloadBlobStore>()
            .LastOrDefault(store => store.Schemes.Contains(url.Scheme, StringComparer.OrdinalIgnoreCase))
            ?? throw InferenceException.InvalidArgument(
                $"The payload log of model {modelName} goes to '{url.Scheme}://', which no blob store takes.");
        return new BlobPayloadSink(store, url, folder, table);
    }
}
