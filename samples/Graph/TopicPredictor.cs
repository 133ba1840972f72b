using KServe;

namespace Graph;

/// <summary>Finds the topic of each text by its words; stands for a classifier.</summary>
internal sealed class TopicPredictor : Predictor
{
    private static readonly string[] BillingWords = ["invoice", "refund", "price", "paid"];

    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata("text", TensorDataType.BYTES, [-1])],
        Outputs =
        [
            new TensorMetadata("text", TensorDataType.BYTES, [-1]),
            new TensorMetadata("topic", TensorDataType.BYTES, [-1]),
        ],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var text = request.GetInput("text");
        string[] topics = [.. text.ToStrings().Select(FindTopic)];
        return new(new InferResponse(
            text.Alias("text"),
            BytesTensor.Rent(request.Pool, "topic", text.Shape, topics)));
    }

    private static string FindTopic(string text) =>
        BillingWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "billing" : "technical";
}
