using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>One path: its handler per method, and the error contract around them.</summary>
/// <remarks>
/// Methods are told apart here and not by routing, which would answer a wrong one without a body. A handler without
/// methods answers that there is no such route.
/// </remarks>
internal sealed class RouteHandler(
    RequestGate gate,
    ErrorResponder errors,
    RequestCall? get = null,
    RequestCall? post = null,
    RequestCall? delete = null)
{
    private readonly string _allow = string.Join(", ", ((string?[])
    [
        get is null ? null : "GET, HEAD",
        post is null ? null : "POST",
        delete is null ? null : "DELETE",
    ]).OfType<string>());

    public Task InvokeAsync(HttpContext context)
    {
        try
        {
            gate.Admit(context);
            var answer = Select(context)(context);
            if (!answer.IsCompletedSuccessfully)
            {
                return WaitAsync(context, answer);
            }

            // Tells a pooled operation that it is free again.
            answer.GetAwaiter().GetResult();
            return Task.CompletedTask;
        }
        catch (Exception error)
        {
            return errors.RespondAsync(context, error);
        }
    }

    private async Task WaitAsync(HttpContext context, ValueTask answer)
    {
        try
        {
            await answer;
        }
        catch (Exception error)
        {
            await errors.RespondAsync(context, error);
        }
    }

    private RequestCall Select(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsPost(method) && post is not null)
        {
            return post;
        }

        if ((HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) && get is not null)
        {
            return get;
        }

        if (HttpMethods.IsDelete(method) && delete is not null)
        {
            return delete;
        }

        throw _allow.Length == 0 ? Refusal.NoSuchRoute() : Refusal.MethodNotAllowed(context, _allow);
    }
}
