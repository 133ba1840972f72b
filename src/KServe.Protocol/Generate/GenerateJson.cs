using KServe.Protocol.Generate;

namespace KServe.Protocol;

/// <summary>Reads the JSON of the Open Inference Protocol's generate endpoints.</summary>
/// <remarks>
/// Source: <c>generate_rest.yaml</c> of the Open Inference Protocol, and Triton's generate extension. Fields that are
/// not known are passed over. Safe for concurrent use.
/// </remarks>
public static class GenerateJson
{
    /// <summary>Reads the body of a request.</summary>
    /// <param name="body">The JSON.</param>
    /// <returns>The request, which keeps nothing of the body.</returns>
    /// <exception cref="InferenceException">The body is wrong; the message names the field.</exception>
    public static GenerateRequest ReadRequest(ReadOnlyMemory<byte> body) => OpenAiJson.Read(body, GenerateReader.Read);
}
