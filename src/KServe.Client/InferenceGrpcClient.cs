using KServe.Protocol.Grpc;

namespace KServe.Client;

/// <summary>Calls an inference server over gRPC.</summary>
/// <remarks>
/// Over HTTP/2, with or without TLS, as the scheme of the address says. Timeouts travel as deadlines; cancelling a call
/// resets its stream. Raw tensors are sent from where they lie and are views of the response's one pooled buffer. Safe
/// for concurrent use.
/// </remarks>
public sealed partial class InferenceGrpcClient : InferenceClient
{
    private readonly NameCache _names = new();

    /// <summary>Creates a client with connections of its own.</summary>
    /// <param name="address">The server, like <c>http://localhost:8081</c>.</param>
    /// <param name="options">Changes the defaults.</param>
    /// <exception cref="ArgumentException">The address or an option is wrong.</exception>
    public InferenceGrpcClient(Uri address, InferenceClientOptions? options = null)
        : base(OwnedHttpClient.Create(address), owns: true, options)
    {
    }

    /// <summary>Creates a client on the connections of another.</summary>
    /// <param name="http">
    /// Has the server's address as its <see cref="HttpClient.BaseAddress"/> and lives at least as long as this client.
    /// </param>
    /// <param name="options">Changes the defaults.</param>
    /// <exception cref="ArgumentException">The address or an option is wrong.</exception>
    public InferenceGrpcClient(HttpClient http, InferenceClientOptions? options = null)
        : base(http ?? throw new ArgumentNullException(nameof(http)), owns: false, options)
    {
    }

    /// <inheritdoc/>
    public override ValueTask<InferResponse> InferAsync(
        InferRequest request,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CallAsync(
            GrpcMethods.ModelInfer,
            new GrpcInferContent(request),
            call,
            ReadInference,
            keepsReply: true,
            cancellationToken);
    }

    private InferResponse ReadInference(GrpcReply reply)
    {
        var response = GrpcInferenceCodec.ReadModelInferResponse(
            reply.Message, Pool, Options.Limits, _names);
        response.RegisterForDispose(reply);
        return response;
    }

    private async ValueTask<T> CallAsync<T>(
        string method,
        GrpcContent content,
        InferenceCallOptions? call,
        Func<GrpcReply, T> read,
        bool keepsReply,
        CancellationToken cancellationToken)
    {
        await using var one = new GrpcCall(this, method, content, call, Options.Timeout, cancellationToken);
        await one.StartAsync(call);
        var reply = await one.ReadAsync() ?? throw CallErrors.Malformed("it has no message");
        try
        {
            // The status comes behind the message, and only that says whether the message counts.
            if (await one.ReadAsync() is { } second)
            {
                second.Dispose();
                throw CallErrors.Malformed("it has more than one message");
            }

            var value = Decode(reply, read);
            if (value is InferResponse response)
            {
                KeepHeaders(one, response);
            }

            return value;
        }
        catch
        {
            reply.Dispose();
            throw;
        }
        finally
        {
            if (!keepsReply)
            {
                reply.Dispose();
            }
        }
    }

    private static T Decode<T>(GrpcReply reply, Func<GrpcReply, T> read)
    {
        try
        {
            return read(reply);
        }
        catch (InferenceException error)
        {
            throw CallErrors.Malformed(error.Message, error);
        }
    }

    private void KeepHeaders(GrpcCall call, InferResponse response)
    {
        if (Options.KeepsResponseHeaders)
        {
            foreach (var (name, values) in call.Response.Headers.NonValidated)
            {
                response.Headers[name] = values.ToString();
            }
        }
    }
}
