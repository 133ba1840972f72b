using Microsoft.Extensions.Options;

namespace KServe.ControlPlane;

/// <summary>Finds the servers that answer for predictors elsewhere.</summary>
/// <remarks>
/// A storage URI may be an address; an annotation of the service or of its runtime may name one; the host may say where
/// the containers of an image run; and a runtime may name the address of its data endpoint.
/// </remarks>
internal sealed class RemoteTargets(IOptions<ControlPlaneOptions> options)
{
    /// <summary>The annotation that names the server.</summary>
    public const string UrlAnnotation = "kserve.core/remote-url";

    /// <summary>The annotation that says what the server calls the model.</summary>
    public const string NameAnnotation = "kserve.core/remote-model-name";

    /// <summary>The annotation that names the file with the server's key.</summary>
    public const string KeyFileAnnotation = "kserve.core/remote-key-file";

    /// <summary>The annotation that says what a server of OpenAI's protocol makes.</summary>
    public const string TaskAnnotation = "kserve.core/remote-task";

    private static readonly string[] Schemes =
    [
        "v1+http://", "v1+https://", "v2+http://", "v2+https://", "grpc://", "grpcs://", "openai+http://",
        "openai+https://",
    ];

    private const string GrpcEndpoint = "grpcDataEndpoint";

    private static readonly string[] Endpoints = [GrpcEndpoint, "httpDataEndpoint"];

    /// <summary>Finds the server of a model's section, by its storage URI or the service's annotation.</summary>
    public static RemoteTarget? FindOfService(Resource service, Fields predictor, string? uri, string? protocol) =>
        uri is not null && IsAddress(uri)
            ? Create(service, predictor, uri, protocol, named: service)
            : FindAnnotated(service, predictor, protocol);

    /// <summary>Finds the server of a custom predictor, by the service's annotation or the container's image.</summary>
    public RemoteTarget? FindOfContainer(Resource service, Fields predictor, Fields container, string? protocol) =>
        FindAnnotated(service, predictor, protocol)
        ?? (FindImage(container) is { } address
            ? Create(service, predictor, address, protocol, named: service)
            : null);

    /// <summary>Finds the server that a runtime resource is.</summary>
    public RemoteTarget? FindOfRuntime(Resource service, Resource runtime, string? protocol)
    {
        var predictor = service.Spec["predictor"];
        if (FindAddress(runtime) is not { } address)
        {
            return null;
        }

        // The name of the field says what is spoken there.
        var spoken = address == runtime.Spec.GetText(GrpcEndpoint) ? "grpc-v2"
            : protocol is "v1" or null ? protocol
            : address == runtime.Spec.GetText(Endpoints[1]) ? "v2"
            : protocol;
        return Create(service, predictor, address, spoken, named: runtime);
    }

    /// <summary>Tells whether a runtime resource is another server.</summary>
    public bool IsRemote(Resource runtime) => FindAddress(runtime) is not null;

    /// <summary>Tells whether a text is the whole address of a server, and not a port of a pod.</summary>
    public static bool IsUrl(string? text) =>
        text is not null
        && (IsAddress(text)
            || text.StartsWith("http://", StringComparison.Ordinal)
            || text.StartsWith("https://", StringComparison.Ordinal));

    /// <summary>Says which endpoints of a runtime are no addresses, but ports of a pod.</summary>
    public static IEnumerable<string> GetNotices(Resource runtime) => Endpoints
        .Where(name => runtime.Spec[name].Exists && !IsUrl(runtime.Spec.GetText(name)))
        .Select(name => $"{runtime.Key}: spec.{name}: models are served by this process");

    private static bool IsAddress(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    // It speaks of the service's own predictor: a canary has none.
    private static RemoteTarget? FindAnnotated(Resource service, Fields predictor, string? protocol) =>
        predictor.Path == "spec.predictor" && service.Annotation(UrlAnnotation) is { } url
            ? Create(service, predictor, url, protocol, named: service)
            : null;

    private string? FindAddress(Resource runtime) =>
        runtime.Annotation(UrlAnnotation)
        ?? Endpoints.Select(name => runtime.Spec.GetText(name)).FirstOrDefault(IsUrl)
        ?? runtime.Spec["containers"].Items.Select(FindImage).FirstOrDefault(static found => found is not null);

    private string? FindImage(Fields container) => ContainerCatalog.NamesOf(container)
        .Select(name => options.Value.RemoteContainers.TryGetValue(name, out var address) ? address : null)
        .FirstOrDefault(static address => address is not null);

    private static RemoteTarget Create(
        Resource service,
        Fields predictor,
        string address,
        string? protocol,
        Resource named)
    {
        var url = ResourceText.Expand(address, service);
        if (!IsAddress(url))
        {
            url = IsUrl(url)
                ? Qualify(url, protocol)
                : throw new PlanException(
                    ContainerRole.Predictor,
                    "InvalidPredictorSpec",
                    $"the address of another server must begin with http://, https:// or one of "
                    + string.Join(", ", Schemes));
        }

        var name = named.Annotation(NameAnnotation) ?? service.Annotation(NameAnnotation);
        return new RemoteTarget(
            url,
            name is null ? null : ResourceText.Expand(name, service),
            predictor["timeout"].Integer is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
        {
            KeyFile = named.Annotation(KeyFileAnnotation) ?? service.Annotation(KeyFileAnnotation),
            Task = named.Annotation(TaskAnnotation) ?? service.Annotation(TaskAnnotation),
        };
    }

    private static string Qualify(string url, string? protocol)
    {
        var isSecure = url.StartsWith("https", StringComparison.Ordinal);
        return protocol switch
        {
            "grpc-v2" => (isSecure ? "grpcs" : "grpc") + url[url.IndexOf(':', StringComparison.Ordinal)..],
            "v2" => "v2+" + url,
            _ => "v1+" + url,
        };
    }
}
