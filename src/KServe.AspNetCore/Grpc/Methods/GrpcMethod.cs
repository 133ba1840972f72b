using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore.Grpc;

/// <summary>One method of a service: the checks before it and the status after it.</summary>
internal sealed class GrpcMethod(RequestGate gate, GrpcErrors errors, RequestCall method)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!GrpcHandshake.TryBegin(context))
        {
            return Task.CompletedTask;
        }

        try
        {
            gate.Admit(context);
            var call = method(context);
            if (!call.IsCompletedSuccessfully)
            {
                return FinishAsync(context, call);
            }

            call.GetAwaiter().GetResult();
            GrpcErrors.WriteOk(context);
        }
        catch (Exception error)
        {
            errors.Respond(context, error);
        }

        return Task.CompletedTask;
    }

    private async Task FinishAsync(HttpContext context, ValueTask call)
    {
        try
        {
            await call;
            GrpcErrors.WriteOk(context);
        }
        catch (Exception error)
        {
            errors.Respond(context, error);
        }
    }
}
