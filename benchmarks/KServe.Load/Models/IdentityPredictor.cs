namespace KServe.Load.Models;

/// <summary>Returns every input under its own name, without a copy.</summary>
public sealed class IdentityPredictor : Predictor
{
    /// <inheritdoc/>
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = new InferResponse();
        foreach (var input in request.Inputs)
        {
            response.Outputs.Add(input.Alias(input.Name));
        }

        return new(response);
    }
}
