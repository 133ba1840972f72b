using System.Numerics.Tensors;
using KServe;

namespace Quickstart;

/// <summary>Says how likely customers leave: a logistic regression over three numbers per customer.</summary>
internal sealed class ChurnPredictor : Predictor
{
    private const float Bias = -1.2f;

    // Months as a customer, monthly bill, calls to the support last month.
    private static readonly float[] Weights = [-0.06f, 0.02f, 0.7f];

    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata("customers", TensorDataType.FP32, [-1, 3])],
        Outputs = [new TensorMetadata("churn", TensorDataType.FP32, [-1])],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var customers = request.GetInput("customers");
        var churn = InferTensor.Rent(request.Pool, "churn", TensorDataType.FP32, [customers.Shape[0]]);

        var features = customers.AsSpan<float>();
        var scores = churn.AsSpan<float>();
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = Bias + TensorPrimitives.Dot<float>(features.Slice(i * Weights.Length, Weights.Length), Weights);
        }

        TensorPrimitives.Sigmoid(scores, scores);
        return new(new InferResponse(churn));
    }
}
