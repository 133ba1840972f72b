using System.Diagnostics;

namespace KServe.Batches;

/// <summary>Returns its input after computing for a time per call and a time per row.</summary>
internal sealed class PerCallPredictor(TimeSpan perCall, TimeSpan perRow) : Predictor
{
    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var input = request.Inputs[0];
        var time = perCall + (perRow * input.Shape[0]);
        while (time > TimeSpan.Zero && Stopwatch.GetElapsedTime(start) < time)
        {
            Thread.SpinWait(10);
        }

        return new(new InferResponse(input.Alias("y")));
    }
}
