using System.Buffers;
using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Expansion;

/// <summary>Adds products of columns (PolynomialFeatures).</summary>
internal sealed class PolynomialFeatures : DenseTransformer
{
    private readonly PolynomialTerms _terms;
    private readonly bool _hasBias;

    public PolynomialFeatures(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        if (FeatureCount < 0)
        {
            FeatureCount = (int)Math.Clamp(source.Integer("n_input_features_"), 0, Array.MaxLength);
        }

        var (lowest, highest) = ReadDegrees(source);
        _hasBias = source.Flag("include_bias", fallback: true);
        _terms = new PolynomialTerms(FeatureCount, lowest, highest, source.Flag("interaction_only"));
        if (source.Has("n_output_features_") && source.Integer("n_output_features_") != GetOutputCount(FeatureCount))
        {
            throw source.Unexpected("n_output_features_", $"{GetOutputCount(FeatureCount)}");
        }
    }

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var dense = base.Transform(features, cancellationToken);
        return features.Sparse is null ? dense : new Features(SparseMatrix.FromDense(dense.ToDense()));
    }

    protected override int GetOutputCount(int inputCount) => _terms.Count + (_hasBias ? 1 : 0);

    protected override void TransformRow(ReadOnlySpan<double> input, Span<double> output)
    {
        if (_hasBias)
        {
            output[0] = 1;
            output = output[1..];
        }

        if (_terms.SkippedCount == 0)
        {
            _terms.Compute(input, output);
            return;
        }

        var all = ArrayPool<double>.Shared.Rent(_terms.SkippedCount + _terms.Count);
        _terms.Compute(input, all.AsSpan(0, _terms.SkippedCount + _terms.Count));
        all.AsSpan(_terms.SkippedCount, _terms.Count).CopyTo(output);
        ArrayPool<double>.Shared.Return(all);
    }

    private static (int Lowest, int Highest) ReadDegrees(SklearnObject source)
    {
        var bounds = PickleNumbers.ToList(source.Value("degree"));
        var lowest = bounds is null ? 0 : bounds.Count == 2 ? PickleNumbers.ToInteger(bounds[0]) : null;
        var highest = bounds is null ? PickleNumbers.ToInteger(source.Value("degree"))
            : bounds.Count == 2 ? PickleNumbers.ToInteger(bounds[1]) : null;
        return lowest is >= 0 && highest is >= 0 and <= PolynomialTerms.MaxDegree && lowest <= highest
            ? ((int)lowest, (int)highest)
            : throw source.Unexpected("degree", $"an integer up to {PolynomialTerms.MaxDegree}, or two of them");
    }
}
