using Microsoft.Extensions.DependencyInjection;

namespace KServe.PayloadLogging;

/// <summary>Creates sinks by options, for other sources of events.</summary>
public static class PayloadSinks
{
    /// <summary>Lists what is wrong with options, without creating anything.</summary>
    /// <param name="options">The options.</param>
    /// <param name="key">What stands before the name of each option, such as the path of a section.</param>
    /// <returns>The errors; none when all is well.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IReadOnlyList<string> Check(PayloadLoggingOptions options, string key)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(key);
        return PayloadLoggingRules.Check(options, key);
    }

    /// <summary>Creates the sink that options ask for.</summary>
    /// <param name="services">The services of the host, which hold blob stores.</param>
    /// <param name="modelName">The model that the events are about.</param>
    /// <param name="options">Where events go; queue, sampling and redaction are not the sink's.</param>
    /// <param name="time">The clock of the host.</param>
    /// <returns>A sink of the caller's own.</returns>
    /// <exception cref="ArgumentException">An option is missing or out of its range; all are named.</exception>
    /// <exception cref="InferenceException">No blob store takes the scheme of the URL.</exception>
    public static IPayloadSink Create(
        IServiceProvider services,
        string modelName,
        PayloadLoggingOptions options,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (PayloadLoggingRules.Check(options, "") is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

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
