namespace KServe.AspNetCore.Tests;

/// <summary>Answers with its inputs.</summary>
internal sealed class EchoPredictor(string? outputName = null) : Predictor
{
    public Action<InferRequest, InferResponse>? OnPredict { get; init; }

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var response = new InferResponse();
        foreach (var input in request.Inputs)
        {
            var output = input.Alias(outputName ?? input.Name);
            Copy(input.HasParameters ? input.Parameters : null, output.Parameters);
            response.Outputs.Add(output);
        }

        Copy(request.HasParameters ? request.Parameters : null, response.Parameters);
        OnPredict?.Invoke(request, response);
        return new(response);
    }

    private static void Copy(InferParameters? from, InferParameters to)
    {
        foreach (var (name, value) in from ?? [])
        {
            if (!name.StartsWith("binary_data", StringComparison.Ordinal))
            {
                to[name] = value;
            }
        }
    }
}
