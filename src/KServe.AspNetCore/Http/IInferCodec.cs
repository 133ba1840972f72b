using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Translates between one protocol and the pipeline's requests and responses.</summary>
/// <remarks>Safe for concurrent use: what belongs to a request lives in its call.</remarks>
internal interface IInferCodec
{
    /// <summary>Gets the protocol that requests of this codec came by.</summary>
    InferenceProtocol Protocol { get; }

    /// <summary>Tells from the headers how the body is written, before it is read.</summary>
    BodyFormat GetFormat(HttpRequest request);

    /// <summary>Decodes the body, which then belongs to the request.</summary>
    InferRequest Decode(InferCall call, RequestBody body);

    /// <summary>Encodes the response into the reply and sets the status line's companions.</summary>
    ValueTask EncodeAsync(InferCall call, InferRequest request, InferResponse response, Reply reply);
}
