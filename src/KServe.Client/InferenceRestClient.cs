using System.Text.Json;
using KServe.Protocol;

namespace KServe.Client;

/// <summary>Calls an inference server over REST.</summary>
/// <remarks>
/// Speaks V2 with JSON or binary tensors, or V1, as the options say. Binary tensors are sent from where they lie and
/// are views of the response's one pooled buffer. Safe for concurrent use.
/// </remarks>
public sealed partial class InferenceRestClient : InferenceClient
{
    /// <summary>Creates a client with connections of its own.</summary>
    /// <param name="address">The server, like <c>http://localhost:8080</c>; paths go below the address's own.</param>
    /// <param name="options">Changes the defaults.</param>
    /// <exception cref="ArgumentException">The address or an option is wrong.</exception>
    public InferenceRestClient(Uri address, InferenceClientOptions? options = null)
        : base(OwnedHttpClient.Create(address), owns: true, options)
    {
    }

    /// <summary>Creates a client on the connections of another.</summary>
    /// <param name="http">
    /// Has the server's address as its <see cref="HttpClient.BaseAddress"/> and lives at least as long as this client.
    /// </param>
    /// <param name="options">Changes the defaults.</param>
    /// <exception cref="ArgumentException">The address or an option is wrong.</exception>
    public InferenceRestClient(HttpClient http, InferenceClientOptions? options = null)
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
        return InferAsync(request, ModelSignature.Empty, call, cancellationToken);
    }

    /// <summary>Runs an inference on a model whose outputs are known, which V1 does not tell.</summary>
    /// <param name="request">The request, which stays the caller's.</param>
    /// <param name="signature">Names and types the outputs of V1; ignored by V2.</param>
    /// <param name="call">Headers and timeout of this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response, to be disposed by the caller.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public ValueTask<InferResponse> InferAsync(
        InferRequest request,
        ModelSignature signature,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(signature);
        return Options.Protocol == RestProtocol.V1
            ? PostAsync(
                V1Path(request, "predict"),
                InferContent.OfV1(request),
                call,
                answer => V1Json.ReadPredictions(answer.Body.Memory.Span, signature, Pool, Options.Limits),
                cancellationToken)
            : PostV2Async(request, "infer", call, cancellationToken);
    }

    /// <summary>Explains a prediction.</summary>
    /// <param name="request">The request, which stays the caller's.</param>
    /// <param name="call">Headers and timeout of this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The explanation, to be disposed by the caller. Over V1 each key of the answer is an output; what is no tensor is
    /// BYTES of its JSON text. Over V2 explanations are an extension of KServe.Core.
    /// </returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public ValueTask<InferResponse> ExplainAsync(
        InferRequest request,
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Options.Protocol == RestProtocol.V1
            ? PostAsync(
                V1Path(request, "explain"),
                InferContent.OfV1(request),
                call,
                answer => V1Json.ReadExplanations(answer.Body.Memory.Span, Pool, Options.Limits),
                cancellationToken)
            : PostV2Async(request, "explain", call, cancellationToken);
    }

    /// <summary>Posts JSON as it is to a V1 model, for models whose data are no tensors.</summary>
    /// <param name="modelName">The model's name.</param>
    /// <param name="json">The body in UTF-8, unchanged until the call has ended.</param>
    /// <param name="verb">What to do, <c>predict</c> by default.</param>
    /// <param name="call">Headers and timeout of this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer, to be disposed by the caller.</returns>
    /// <exception cref="InferenceException">The call failed.</exception>
    public ValueTask<JsonDocument> PostJsonAsync(
        string modelName,
        ReadOnlyMemory<byte> json,
        string verb = "predict",
        InferenceCallOptions? call = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(verb);
        var path = $"{RestPaths.V1(modelName, "")}:{Uri.EscapeDataString(verb)}";
        var depth = Options.Limits.MaxJsonDepth;

        // The document keeps views of the bytes it reads, so that it gets some of its own.
        return PostAsync(
            path,
            new JsonContentOfBytes(json),
            call,
            answer => JsonDocument.Parse(
                answer.Body.Memory.ToArray(), new JsonDocumentOptions { MaxDepth = depth }),
            cancellationToken);
    }

    private static string V1Path(InferRequest request, string verb) =>
        $"{RestPaths.V1(request.ModelName, request.ModelVersion)}:{verb}";

    private ValueTask<InferResponse> PostV2Async(
        InferRequest request,
        string verb,
        InferenceCallOptions? call,
        CancellationToken cancellationToken)
    {
        var path = $"{RestPaths.V2(request.ModelName, request.ModelVersion)}/{verb}";
        var content = InferContent.OfV2(request, Options.BinaryTensors);
        return PostAsync(path, content, call, ReadV2, cancellationToken);
    }

    private InferResponse ReadV2(RestAnswer answer)
    {
        var length = answer.GetJsonLength();
        var response = V2Json.ReadResponse(answer.Body.Memory, length, Pool, Options.Limits);
        if (length is not null)
        {
            answer.IsKept = true;
            response.RegisterForDispose(answer.Body);
        }

        return response;
    }
}
