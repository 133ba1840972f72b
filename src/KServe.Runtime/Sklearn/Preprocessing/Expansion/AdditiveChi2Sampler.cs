namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>Features of the additive chi-squared kernel (AdditiveChi2Sampler).</summary>
/// <remarks>A. Vedaldi, A. Zisserman, Efficient additive kernels via explicit feature maps (2011).</remarks>
internal sealed class AdditiveChi2Sampler : DenseTransformer
{
    private const int MaxSteps = 1000;

    private readonly int _steps;
    private readonly double _interval;

    public AdditiveChi2Sampler(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        var steps = source.Integer("sample_steps", fallback: 2);
        _steps = steps is >= 1 and <= MaxSteps
            ? (int)steps
            : throw source.Unexpected("sample_steps", $"1 to {MaxSteps}");
        _interval = source.Has("sample_interval_") ? source.Number("sample_interval_")
            : source.Has("sample_interval") ? source.Number("sample_interval")
            : _steps switch
            {
                1 => 0.8,
                2 => 0.5,
                3 => 0.4,
                _ => throw source.Unexpected("sample_interval", "a number"),
            };
    }

    protected override int GetOutputCount(int inputCount) => checked(inputCount * (2 * _steps - 1));

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        for (var column = 0; column < input.Length; column++)
        {
            var x = input[column];
            if (x < 0)
            {
                throw InferenceException.InvalidArgument("Negative values in data passed to X in AdditiveChi2Sampler.");
            }

            if (x == 0)
            {
                continue;
            }

            output[column] = Math.Sqrt(x * _interval);
            var logarithmStep = _interval * Math.Log(x);
            var doubled = 2 * x * _interval;
            for (var step = 1; step < _steps; step++)
            {
                var factor = Math.Sqrt(doubled / Math.Cosh(Math.PI * step * _interval));
                output[(2 * step - 1) * input.Length + column] = factor * Math.Cos(step * logarithmStep);
                output[2 * step * input.Length + column] = factor * Math.Sin(step * logarithmStep);
            }
        }
    }
}
