using System.Globalization;
using System.Text;
using KServe.ControlPlane;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Answers requests that read and change resources.</summary>
internal sealed class ControlPlaneCalls(ResourceController controller, BodyReader bodies)
{
    private const int BodyLimit = 4 << 20;
    private const int MaxWaitSeconds = 3600;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] BodyTypes =
        ["application/yaml", "application/apply-patch+yaml", "application/x-yaml", "text/yaml", "application/json"];

    public Task ListAllAsync(HttpContext context) =>
        KubernetesReplies.SendListAsync(context, kind: null, controller.List(), controller.FileErrors);

    /// <summary>Takes in all resources of a text of many documents, or none.</summary>
    public async Task ApplyAllAsync(HttpContext context)
    {
        var text = await ReadTextAsync(context);
        var source = LogText.Clean(context.Request.Query["source"].ToString());
        source = source.Length == 0 ? "the request" : source;
        var ns = context.Request.Query["namespace"].ToString();
        ns = ns.Length == 0 ? null : ns;
        if (context.Request.Query["dryRun"].Count > 0)
        {
            controller.Check(text, source, ns);
            await KubernetesReplies.SendStatusAsync(context, StatusCodes.Status200OK, "Success", "the text is right");
            return;
        }

        await KubernetesReplies.SendListAsync(context, kind: null, controller.Apply(text, source, ns), []);
    }

    public Task ListAsync(HttpContext context)
    {
        var kind = RequireKind(context);
        var ns = RouteNames.Get(context, "ns");
        return KubernetesReplies.SendListAsync(
            context, kind, controller.List(kind.Name, ns.Length == 0 ? null : ns), []);
    }

    public async Task GetAsync(HttpContext context)
    {
        var key = RequireKey(context);
        var seconds = context.Request.Query["wait"].ToString();
        if (seconds.Length > 0)
        {
            await WaitAsync(key, seconds, context.RequestAborted);
        }

        await KubernetesReplies.SendAsync(context, controller.Get(key) ?? throw NotFound(key));
    }

    public async Task ApplyAsync(HttpContext context)
    {
        var kind = RequireKind(context);
        var ns = RouteNames.Get(context, "ns");
        var name = RouteNames.Get(context, "name");
        var text = await ReadTextAsync(context);
        var keys = controller.Check(text, "the request", kind.IsNamespaced ? ns : null);
        if (keys is not [var key]
            || key.Kind != kind.Name
            || (kind.IsNamespaced && key.Namespace != ns)
            || (name.Length > 0 && key.Name != name))
        {
            throw InferenceException.InvalidArgument(
                $"The body must hold the one resource that the path names; it holds {string.Join(", ", keys)}.");
        }

        var isNew = controller.Get(key) is null;
        var view = controller.Apply(text, "the request", kind.IsNamespaced ? ns : null)[0];
        context.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await KubernetesReplies.SendAsync(context, view);
    }

    public Task DeleteAsync(HttpContext context)
    {
        var key = RequireKey(context);
        return controller.Delete(key)
            ? KubernetesReplies.SendStatusAsync(context, StatusCodes.Status200OK, "Success", $"{key} is deleted")
            : throw NotFound(key);
    }

    private async Task WaitAsync(ResourceKey key, string text, CancellationToken cancellationToken)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > MaxWaitSeconds)
        {
            throw InferenceException.InvalidArgument($"wait: a number of seconds up to {MaxWaitSeconds} was expected.");
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            await controller.WaitAsync(key, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer says how far it is.
        }
    }

    private async Task<string> ReadTextAsync(HttpContext context)
    {
        if (!BodyTypes.Any(type => MediaTypes.Is(context.Request.ContentType, type)))
        {
            throw Refusal.UnsupportedMediaType("Content-Type: 'application/yaml' or 'application/json' was expected.");
        }

        using var body = await bodies.ReadAsync(context, BodyLimit, jsonLength: 0, context.RequestAborted);
        try
        {
            return Utf8.GetString(body.Memory.Span);
        }
        catch (DecoderFallbackException)
        {
            throw InferenceException.InvalidArgument("The body is not UTF-8.");
        }
    }

    private static ResourceKind RequireKind(HttpContext context)
    {
        var plural = RouteNames.Get(context, "plural");
        var version = RouteNames.Get(context, "version");
        var isNamespaced = RouteNames.Get(context, "ns").Length > 0;
        var kind = ResourceKind.All.FirstOrDefault(kind => kind.Plural == plural && kind.Versions.Contains(version, StringComparer.Ordinal));
        return kind is null || (isNamespaced && !kind.IsNamespaced) ? throw Refusal.NoSuchRoute() : kind;
    }

    private static ResourceKey RequireKey(HttpContext context) =>
        new(RequireKind(context).Name, RouteNames.Get(context, "ns"), RouteNames.Get(context, "name"));

    private static InferenceException NotFound(ResourceKey key) =>
        InferenceException.NotFound($"There is no {LogText.Clean(key.ToString())}.");
}
