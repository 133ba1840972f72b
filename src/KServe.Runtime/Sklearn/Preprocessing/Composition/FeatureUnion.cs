using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Composition;

/// <summary>Gives the same rows to several transformers and joins what they make of them (FeatureUnion).</summary>
internal sealed class FeatureUnion : Estimator
{
    private readonly (Estimator Transformer, double? Weight)[] _parts;

    public FeatureUnion(SklearnObject source, EstimatorReader reader)
        : base(source.ClassName)
    {
        List<(Estimator, double?)> parts = [];
        foreach (var entry in source.List("transformer_list"))
        {
            if (PickleNumbers.ToList(entry) is not [string name, var value])
            {
                throw source.Unexpected("transformer_list", "pairs of a name and a transformer");
            }

            if (StepReader.Read(source, reader, value, isNonePassing: false) is not { } transformer)
            {
                continue;
            }

            parts.Add(transformer.Methods.HasFlag(EstimatorMethods.Transform)
                ? (transformer, TransformerWeights.Read(source, name))
                : throw source.Invalid($"'{name}' does not transform"));
        }

        _parts = [.. parts];
        foreach (var (transformer, _) in _parts)
        {
            if (FeatureCount >= 0 && transformer.FeatureCount >= 0 && transformer.FeatureCount != FeatureCount)
            {
                throw source.Unexpected("transformer_list", $"transformers of {FeatureCount} columns");
            }

            FeatureCount = Math.Max(FeatureCount, transformer.FeatureCount);
            FeatureNames ??= transformer.FeatureNames;
            SelectsColumns |= transformer.SelectsColumns;
        }
    }

    public override EstimatorMethods Methods => EstimatorMethods.Transform;

    public override bool SelectsColumns { get; }

    public override TensorDataType TransformType =>
        OutputTypes.Join([.. _parts.Select(static part => part.Transformer.TransformType)]);

    public override TensorShape TransformShape => FeatureStack.GetShape(_parts.Select(static part => part.Transformer));

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var parts = new Features[_parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var part = _parts[i].Transformer.Transform(features, cancellationToken);
            parts[i] = _parts[i].Weight is { } weight ? TransformerWeights.Multiply(part, weight) : part;
        }

        return FeatureStack.Join(
            parts, features.RowCount, isSparse: Array.Exists(parts, static part => part.Sparse is not null));
    }
}
