namespace KServe.Explainers.Tests.Support;

/// <summary>Scores rows by a function: a matrix, or one tensor for each column.</summary>
internal sealed class RowPredictor(Func<string[], string[]> score) : Predictor
{
    private int _calls;

    public ModelSignature DeclaredSignature { get; init; } = ModelSignature.Empty;

    public TensorDataType OutputType { get; init; } = TensorDataType.FP64;

    public int OutputCount { get; init; } = 1;

    public string OutputName { get; init; } = "predict";

    public Action<InferRequest, int>? BeforeCall { get; init; }

    public Dictionary<Type, object> Parts { get; } = [];

    public int Calls => Volatile.Read(ref _calls);

    public override ModelSignature Signature => DeclaredSignature;

    public static RowPredictor OfNumbers(Func<double[], double> score) => new(
        cells => [Write(score(Array.ConvertAll(cells, Read)))]);

    public static RowPredictor OfScores(int outputs, Func<double[], double[]> score) => new(
        cells => Array.ConvertAll(score(Array.ConvertAll(cells, Read)), Write)) { OutputCount = outputs };

    public override object? GetService(Type serviceType) =>
        Parts.TryGetValue(serviceType, out var part) ? part : base.GetService(serviceType);

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(request, Interlocked.Increment(ref _calls));
        var rowCount = (int)request.Inputs[0].Shape[0];
        var columns = request.Inputs.SelectMany(input => Columns(input, rowCount)).ToArray();
        var scores = Enumerable.Range(0, rowCount)
            .SelectMany(r => score(Array.ConvertAll(columns, column => column[r])))
            .ToArray();
        TensorShape shape = OutputCount == 1 ? [rowCount] : [rowCount, OutputCount];
        return new(new InferResponse(OutputType switch
        {
            TensorDataType.BYTES => BytesTensor.Rent(request.Pool, OutputName, shape, scores),
            TensorDataType.INT64 => InferTensor.Rent<long>(
                request.Pool, OutputName, shape, Array.ConvertAll(scores, static text => (long)Read(text))),
            _ => InferTensor.Rent<double>(request.Pool, OutputName, shape, Array.ConvertAll(scores, Read)),
        }));
    }

    private static IEnumerable<string[]> Columns(InferTensor input, int rowCount)
    {
        var width = input.Shape.Rank == 1 ? 1 : (int)input.Shape[1];
        var cells = input.DataType switch
        {
            TensorDataType.BYTES => input.ToStrings(),
            TensorDataType.FP32 => Array.ConvertAll(input.AsSpan<float>().ToArray(), static value => Write(value)),
            TensorDataType.INT64 => Array.ConvertAll(input.AsSpan<long>().ToArray(), static value => Write(value)),
            TensorDataType.INT32 => Array.ConvertAll(input.AsSpan<int>().ToArray(), static value => Write(value)),
            TensorDataType.BOOL => Array.ConvertAll(input.AsSpan<byte>().ToArray(), static value => Write(value)),
            _ => Array.ConvertAll(input.AsSpan<double>().ToArray(), Write),
        };
        return Enumerable.Range(0, width)
            .Select(c => Enumerable.Range(0, rowCount).Select(r => cells[r * width + c]).ToArray());
    }

    private static double Read(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Write(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
