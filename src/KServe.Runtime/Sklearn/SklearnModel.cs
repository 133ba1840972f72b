using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Sklearn;

/// <summary>A fitted scikit-learn estimator as a model: its methods are its outputs.</summary>
internal sealed class SklearnModel : TabularModel
{
    private readonly Estimator _estimator;
    private readonly Dictionary<string, SklearnOutput> _outputs;
    private readonly long _arrayBytes;

    /// <summary>Makes a model of an estimator.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="predictProba">Whether probabilities are answered when nothing is asked for by name.</param>
    /// <param name="arrayBytes">What the arrays of its description take; 0 for not known.</param>
    /// <exception cref="InvalidDataException">The estimator has no method that takes rows.</exception>
    public SklearnModel(Estimator estimator, bool predictProba, long arrayBytes = 0)
    {
        _estimator = estimator;
        _arrayBytes = arrayBytes;
        SklearnOutput[] outputs = [.. SklearnOutput.List(estimator)];
        _outputs = outputs.ToDictionary(static output => output.Output.Name, StringComparer.Ordinal);
        Outputs = [.. outputs.Select(static output => output.Output)];
        DefaultOutputs = GetDefaults(outputs, predictProba);
        if (DefaultOutputs.Count == 0)
        {
            throw new InvalidDataException($"a {estimator.ClassName} neither predicts nor transforms rows");
        }
    }

    public override string Platform => "sklearn";

    public override int ColumnCount => _estimator.FeatureCount;

    public override IReadOnlyList<string>? ColumnNames => _estimator.FeatureNames;

    public override bool SelectsColumns => _estimator.SelectsColumns;

    public override IReadOnlyList<TabularOutput> Outputs { get; }

    public override IReadOnlyList<string> DefaultOutputs { get; }

    /// <inheritdoc/>
    public override long SizeInBytes => base.SizeInBytes is > 0 and var trees ? trees : _arrayBytes;

    public override InferTensor Compute(
        Table table,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        var features = new Features(table);
        if (!SelectsColumns || !table.HasColumns)
        {
            FeatureChecks.RequireShape(features, _estimator.ClassName, _estimator.FeatureCount);
        }

        var (declared, owner, method, target) = _outputs[output.Name];
        if (method == EstimatorMethods.Predict)
        {
            return SklearnTensors.Create(
                owner.Predict(features, cancellationToken), declared.DataType, name, pool);
        }

        if (method == EstimatorMethods.Transform)
        {
            return SklearnTensors.Create(owner.Transform(features, cancellationToken), declared, name, pool);
        }

        var values = method switch
        {
            EstimatorMethods.PredictProba => owner.PredictProba(features, target, cancellationToken),
            EstimatorMethods.PredictLogProba => owner.PredictLogProba(features, target, cancellationToken),
            EstimatorMethods.DecisionFunction => owner.DecisionFunction(features, cancellationToken),
            EstimatorMethods.ScoreSamples => owner.ScoreSamples(features, cancellationToken),
            _ => owner.Apply(features, cancellationToken),
        };
        return SklearnTensors.Create(values, declared.DataType, declared.Shape, name, pool);
    }

    public override object? GetService(Type serviceType) =>
        serviceType.IsInstanceOfType(_estimator) ? _estimator : _estimator.GetService(serviceType);

    // KServe's server answers probabilities only where the model has them, and predictions otherwise.
    private static string[] GetDefaults(SklearnOutput[] outputs, bool predictProba)
    {
        EstimatorMethods[] preferred = predictProba
            ? [EstimatorMethods.PredictProba, EstimatorMethods.Predict, EstimatorMethods.Transform]
            : [EstimatorMethods.Predict, EstimatorMethods.Transform];
        foreach (var method in preferred)
        {
            string[] names = [.. outputs
                .Where(output => output.Method == method && output.Output.Name != "transform[:-1]")
                .Select(static output => output.Output.Name)];
            if (names.Length > 0)
            {
                return names;
            }
        }

        return [];
    }
}
