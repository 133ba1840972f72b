using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Looks at each request before its handler: who it is for, and how it is framed.</summary>
internal sealed class RequestGate(HostAllowList hosts, ServerHealth health)
{
    public void Admit(HttpContext context)
    {
        var request = context.Request;
        var isHttp1 = HttpProtocol.IsHttp11(request.Protocol) || HttpProtocol.IsHttp10(request.Protocol);
        if (isHttp1)
        {
            AdmitHttp1(context);
        }

        if (!hosts.Allows(request.Host))
        {
            throw InferenceException.InvalidArgument("The Host header names a host that is not served here.");
        }
    }

    private void AdmitHttp1(HttpContext context)
    {
        if (health.IsDraining)
        {
            // Clients are to open their next connection to a server that stays.
            context.Response.Headers.Connection = "close";
        }

        // Kestrel lets chunks win over a length and keeps the length under this name; two readers of such a request may
        // disagree about where it ends.
        var headers = context.Request.Headers;
        if (headers.TransferEncoding.Count > 0 && headers.ContainsKey("X-Content-Length"))
        {
            context.Response.Headers.Connection = "close";
            throw InferenceException.InvalidArgument(
                "Content-Length and Transfer-Encoding must not be given together.");
        }
    }
}
