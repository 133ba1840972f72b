namespace KServe.Core.Tests.Observing;

/// <summary>Writes down what it sees and fails when told to.</summary>
internal sealed class RecordingObserver : IInferenceObserver
{
    public List<string> Seen { get; } = [];

    public Exception? Failure { get; init; }

    public bool IsDisposed { get; private set; }

    public object? Begin(InferRequest request)
    {
        Seen.Add($"begin {request.Inputs[0].AsSpan<float>()[0]}");
        return Failure is null ? "state" : throw Failure;
    }

    public void Respond(object? state, InferRequest request, InferResponse response)
    {
        Seen.Add($"respond {state} {Read(response.Outputs[0])} {response.ModelVersion}");
        if (Failure is not null)
        {
            throw Failure;
        }
    }

    private static double Read(InferTensor tensor) =>
        tensor.DataType == TensorDataType.FP32 ? tensor.AsSpan<float>()[0] : tensor.AsSpan<int>()[0];

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
