namespace KServe.Conformance.Tests.Models;

/// <summary>Returns inputs and all parameters: KServe's own <c>TestModel</c>.</summary>
internal sealed class EchoPredictor : Predictor
{
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var response = new InferResponse();
        foreach (var input in request.Inputs)
        {
            var output = input.Alias(input.Name);
            foreach (var (name, value) in input.Parameters)
            {
                output.Parameters[name] = value;
            }

            response.Outputs.Add(output);
        }

        foreach (var (name, value) in request.Parameters)
        {
            response.Parameters[name] = value;
        }

        return new(response);
    }
}
