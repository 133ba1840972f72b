using System.Diagnostics.CodeAnalysis;
using System.Net;
using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <summary>Tells what a server said when it refused a call: the cause of the client's exception.</summary>
/// <remarks>
/// Clients throw <see cref="InferenceException"/>. Its inner exception is one of these when the server answered with an
/// error, and the transport's own exception when there was no answer.
/// </remarks>
[SuppressMessage("Design", "CA1032", Justification = "An answer without a status says nothing.")]
public sealed class ServerErrorException : Exception
{
    internal ServerErrorException(string status, string? serverMessage)
        : base(serverMessage is null ? status : $"{status}: {serverMessage}") => ServerMessage = serverMessage;

    /// <summary>Gets the status of HTTP; <see langword="null"/> for an error of gRPC.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>Gets the status of gRPC; <see langword="null"/> over REST, and for one request of a stream.</summary>
    public GrpcStatusCode? GrpcStatus { get; internal init; }

    /// <summary>Gets the server's own text, at most 1024 characters; <see langword="null"/> for none.</summary>
    public string? ServerMessage { get; }
}
