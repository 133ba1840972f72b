using System.Net;
using System.Net.Http.Headers;
using KServe.Load.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace KServe.Load.Calls;

/// <summary>A request to a bare endpoint that sends the body back: what the web server costs by itself.</summary>
/// <param name="payload">The values.</param>
/// <param name="isHttp2">Whether the request goes to the HTTP/2 port.</param>
public sealed class FloorCall(TensorPayload payload, bool isHttp2)
    : LoadCall(isHttp2 ? "floor HTTP/2" : "floor HTTP/1.1")
{
    private const string Path = "/floor";

    /// <summary>Maps the endpoint.</summary>
    /// <param name="routes">The routes of the server.</param>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, static async context =>
    {
        context.Response.ContentLength = context.Request.ContentLength;
        await context.Request.BodyReader.CopyToAsync(context.Response.BodyWriter);
    });

    /// <inheritdoc/>
    public override HttpRequestMessage CreateRequest(ServerAddresses server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var content = new ByteArrayContent(payload.Raw);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(isHttp2 ? server.Grpc : server.Http, Path))
        {
            Version = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
    }

    /// <inheritdoc/>
    public override string? FindError(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(response);
        return body.SequenceEqual(payload.Raw) ? null : $"{Name}: the answer differs from what was sent";
    }
}
