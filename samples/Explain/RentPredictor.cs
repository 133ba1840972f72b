using KServe;
using KServe.Kernels.Trees;

namespace Explain;

/// <summary>Estimates the monthly rent of a flat by a few trees.</summary>
internal sealed class RentPredictor : Predictor
{
    private static readonly string[] Features = ["area", "rooms", "floor", "built", "distance", "balcony"];

    private readonly TreeEnsemble _trees = RentTrees.Grow(Features.Length);

    public override ModelSignature Signature { get; } = new()
    {
        Inputs = [new TensorMetadata("flats", TensorDataType.FP64, [-1, Features.Length])],
        Outputs = [new TensorMetadata("rent", TensorDataType.FP64, [-1])],
    };

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var flats = request.GetInput("flats");
        var rent = InferTensor.Rent(request.Pool, "rent", TensorDataType.FP64, [flats.Shape[0]]);
        _trees.Predict(flats.AsSpan<double>(), (int)flats.Shape[0], rent.AsSpan<double>(), cancellationToken);
        return new(new InferResponse(rent));
    }

    // What an explainer looks into: the trees, and what their columns are called.
    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) ? _trees
        : serviceType == typeof(FeatureNames) ? new FeatureNames(Features)
        : base.GetService(serviceType);
}
