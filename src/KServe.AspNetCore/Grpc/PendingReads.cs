using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore.Grpc;

/// <summary>Ends reads that wait for a client, when the server stops.</summary>
internal static class PendingReads
{
    /// <summary>Ends the read of a request; nothing happens when the request has ended by itself.</summary>
    /// <remarks>
    /// Called while the host stops, on whose way an exception is a critical error. The web server throws why a request
    /// ended at whoever touches its body afterwards, and the read that waited has seen it then.
    /// </remarks>
    public static void Cancel(HttpContext context)
    {
        try
        {
            context.Request.BodyReader.CancelPendingRead();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has left already.
        }
    }
}
