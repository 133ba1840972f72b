namespace KServe.Load.Models;

/// <summary>Returns every input under its own name, without a copy.</summary>
public sealed class IdentityPredictor : Predictor
{
    /// <inheritdoc/>
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = new InferResponse();
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            response.Outputs.Add(request.Inputs[i].Alias(request.Inputs[i].Name));
        }

        return new(response);
    }
}
