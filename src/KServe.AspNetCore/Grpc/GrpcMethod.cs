using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore.Grpc;

/// <summary>One method of a service: the checks before it and the status after it.</summary>
internal sealed class GrpcMethod(RequestGate gate, GrpcErrors errors, RequestCall method)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!GrpcHandshake.TryBegin(context))
        {
            return;
        }

        try
        {
            gate.Admit(context);
            await method(context);
            GrpcErrors.WriteOk(context.Response);
        }
        catch (Exception error)
        {
            errors.Respond(context, error);
        }
    }
}
