using KServe;

namespace Graph;

/// <summary>Answers each text; stands for a model that knows one topic.</summary>
internal sealed class ReplyPredictor(string name) : Predictor
{
    public override ModelSignature Signature { get; } = new()
    {
        Inputs =
        [
            new TensorMetadata("text", TensorDataType.BYTES, [-1]),
            new TensorMetadata("topic", TensorDataType.BYTES, [-1]) { IsOptional = true },
        ],
        Outputs = [new TensorMetadata("reply", TensorDataType.BYTES, [-1])],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var text = request.GetInput("text");
        string[] replies = [.. text.ToStrings().Select(question => $"{name} answers \"{question}\"")];
        return new(new InferResponse(BytesTensor.Rent(request.Pool, "reply", text.Shape, replies)));
    }
}
