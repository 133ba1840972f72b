using System.Runtime.InteropServices;

namespace KServe.Load.Crash;

/// <summary>Answers with the number that its whole file consists of; a file of several numbers does not load.</summary>
/// <remarks>A file of negative numbers says on the console that it is being loaded, and never ends loading.</remarks>
internal sealed class FilePredictor : Predictor
{
    private int _number;

    /// <summary>Writes a file that can be loaded.</summary>
    public static byte[] CreateFile(int number, int length)
    {
        var bytes = new byte[length];
        MemoryMarshal.Cast<byte, int>(bytes.AsSpan()).Fill(number);
        return bytes;
    }

    public override async ValueTask LoadAsync(ModelLoadContext context, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(context.ArtifactPath!, cancellationToken);
        var numbers = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
        if (numbers.IsEmpty || numbers.ContainsAnyExcept(numbers[0]))
        {
            throw InferenceException.InvalidArgument("The file is a mixture of two.");
        }

        _number = numbers[0];
        if (_number < 0)
        {
            await Console.Out.WriteLineAsync("loading");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken) =>
        new(new InferResponse(InferTensor.Rent<int>(request.Pool, "y", [1], [_number])));
}
