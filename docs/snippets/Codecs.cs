using KServe.Protocol;

namespace KServe.Docs.Snippets;

internal static class Codecs
{
    public static async Task AnswerAsync(
        Memory<byte> body,
        int? jsonLength,
        Predictor predictor,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        using var request = V2Json.ReadRequest(body, jsonLength, "iris", pool, ProtocolLimits.Default);
        using var response = await predictor.PredictAsync(request, cancellationToken);

        var binaryOutputs = new List<InferTensor>();
        using var writer = new PooledBufferWriter();
        V2Json.WriteResponse(writer, request, response, V2JsonForm.Strict, binaryOutputs);
        // writer.WrittenCount is the value of Inference-Header-Content-Length; the data of binaryOutputs follows the JSON
    }
}
