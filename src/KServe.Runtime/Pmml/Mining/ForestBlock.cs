using KServe.Runtime.Pmml.Fields;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>
/// The outputs of the forests of a model for a block of rows, so that the tree engine sees many rows at once.
/// </summary>
internal sealed class ForestBlock
{
    /// <summary>The most rows of a block.</summary>
    public const int Length = 256;

    private readonly MiningModel[] _models;
    private readonly double[][] _features;
    private readonly double[][] _outputs;
    private readonly bool[][] _isKnown;

    public ForestBlock(MiningModel[] models)
    {
        _models = models;
        _features = Array.ConvertAll(models, static model => new double[Length * model.Forest!.Ensemble.FeatureCount]);
        _outputs = Array.ConvertAll(models, static model => new double[Length * model.Forest!.Ensemble.OutputCount]);
        _isKnown = Array.ConvertAll(models, static _ => new bool[Length]);
    }

    /// <summary>Computes the forests for rows that follow one another.</summary>
    public void Compute(PmmlRow row, int start, int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            row.MoveTo(start + i);
            for (var model = 0; model < _models.Length; model++)
            {
                var forest = _models[model].Forest!;
                var width = forest.Ensemble.FeatureCount;
                var features = _features[model].AsSpan(i * width, width);
                _isKnown[model][i] = forest.TryGetFeatures(row, features);
                if (!_isKnown[model][i])
                {
                    features.Clear();
                }
            }
        }

        for (var model = 0; model < _models.Length; model++)
        {
            var ensemble = _models[model].Forest!.Ensemble;
            ensemble.Predict(
                _features[model].AsSpan(0, count * ensemble.FeatureCount),
                count,
                _outputs[model].AsSpan(0, count * ensemble.OutputCount),
                cancellationToken);
        }
    }

    /// <summary>Hands the outputs of one row of the block to the models.</summary>
    public void Select(PmmlRow row, int index)
    {
        for (var model = 0; model < _models.Length; model++)
        {
            var width = _models[model].Forest!.Ensemble.OutputCount;
            row.GetResult(_models[model]).SetForest(
                _isKnown[model][index] ? _outputs[model].AsMemory(index * width, width) : default);
        }
    }
}
