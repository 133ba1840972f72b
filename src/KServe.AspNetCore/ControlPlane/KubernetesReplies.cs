using System.Text;
using System.Text.Json;
using KServe.ControlPlane;
using KServe.Protocol;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Sends resources, lists and failures as the API of a cluster does, in JSON or YAML.</summary>
internal static class KubernetesReplies
{
    private const string Yaml = "application/yaml";

    public static Task SendAsync(HttpContext context, ResourceView view) => WantsYaml(context)
        ? SendYamlAsync(context, view.ToYaml())
        : SendJsonAsync(context, view, static (json, view) => view.WriteJson(json));

    public static Task SendListAsync(
        HttpContext context,
        ResourceKind? kind,
        IReadOnlyList<ResourceView> views,
        IReadOnlyList<ResourceError> fileErrors)
    {
        if (WantsYaml(context))
        {
            return SendYamlAsync(context, string.Join("---\n", views.Select(static view => view.ToYaml())));
        }

        return SendJsonAsync(context, (kind, views, fileErrors), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("apiVersion"u8, state.kind is null ? "v1" : $"{ResourceKind.Group}/{state.kind.Versions[0]}");
            json.WriteString("kind"u8, $"{state.kind?.Name}List");
            json.WriteStartArray("items"u8);
            foreach (var view in state.views)
            {
                view.WriteJson(json);
            }

            json.WriteEndArray();
            WriteErrors(json, "fileErrors"u8, state.fileErrors);
            json.WriteEndObject();
        });
    }

    public static Task SendStatusAsync(HttpContext context, int code, string status, string message)
    {
        context.Response.StatusCode = code;
        return SendJsonAsync(context, (code, status, message), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("apiVersion"u8, "v1");
            json.WriteString("kind"u8, "Status");
            json.WriteString("status"u8, state.status);
            json.WriteString("message"u8, state.message);
            json.WriteNumber("code"u8, state.code);
            json.WriteEndObject();
        });
    }

    public static Task SendErrorsAsync(HttpContext context, IReadOnlyList<ResourceError> errors)
    {
        // What belongs to a file is right in itself and stands against what is there.
        var code = errors.All(static error => error.Message.Contains("belongs to", StringComparison.Ordinal))
            ? StatusCodes.Status409Conflict
            : StatusCodes.Status422UnprocessableEntity;
        context.Response.StatusCode = code;
        return SendJsonAsync(context, (code, errors), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("apiVersion"u8, "v1");
            json.WriteString("kind"u8, "Status");
            json.WriteString("status"u8, "Failure");
            json.WriteString("reason"u8, state.code == StatusCodes.Status409Conflict ? "Conflict" : "Invalid");
            json.WriteString("message"u8, string.Join("; ", state.errors));
            json.WriteNumber("code"u8, state.code);
            json.WriteStartObject("details"u8);
            WriteErrors(json, "causes"u8, state.errors);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static void WriteErrors(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<ResourceError> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("file"u8, error.File);
            json.WriteNumber("line"u8, error.Line);
            json.WriteNumber("column"u8, error.Column);
            json.WriteString("field"u8, error.Field);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool WantsYaml(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("yaml", StringComparison.OrdinalIgnoreCase);

    private static async Task SendJsonAsync<TState>(
        HttpContext context,
        TState state,
        Action<Utf8JsonWriter, TState> write)
    {
        using var buffer = new PooledBufferWriter();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json, state);
        }

        context.Response.ContentType = MediaTypes.Json;
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private static async Task SendYamlAsync(HttpContext context, string yaml)
    {
        var bytes = Encoding.UTF8.GetBytes(yaml);
        context.Response.ContentType = Yaml;
        context.Response.ContentLength = bytes.Length;
        await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }
}
