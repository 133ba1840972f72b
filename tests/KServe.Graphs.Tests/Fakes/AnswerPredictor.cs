namespace KServe.Graphs.Tests.Fakes;

/// <summary>Answers with each number times a factor, modulo 10, or fails.</summary>
internal sealed class AnswerPredictor(int factor, InferenceErrorCode? error = null) : Predictor
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        if (error is { } code)
        {
            throw new InferenceException(code, $"intentional {factor}");
        }

        var input = request.Inputs[0];
        var output = InferTensor.Rent(request.Pool, "y", TensorDataType.INT64, input.Shape);
        var from = input.AsSpan<long>();
        var to = output.AsSpan<long>();
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = from[i] * factor % 10;
        }

        return new(new InferResponse(output));
    }
}
