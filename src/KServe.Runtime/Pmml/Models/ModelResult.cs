using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Models;

/// <summary>What a model found for a row; cleared and filled again for the next row.</summary>
internal sealed class ModelResult
{
    private double[]? _confidences;

    public ModelResult(ModelEvaluator model)
    {
        Model = model;
        Scores = new double[model.Categories.Length];
    }

    public ModelEvaluator Model { get; }

    /// <summary>Gets whether the model has been evaluated for the row at hand.</summary>
    public bool IsEvaluated { get; set; }

    /// <summary>Gets or sets the prediction; missing when there is none.</summary>
    public PmmlValue Predicted { get; set; }

    /// <summary>Gets a number per category: probabilities, votes, or the affinities of clusters.</summary>
    public double[] Scores { get; }

    /// <summary>Gets or sets whether <see cref="Scores"/> mean something.</summary>
    public bool HasScores { get; set; }

    /// <summary>Gets or sets the confidences per category, where they differ from the probabilities.</summary>
    public double[]? Confidences { get; set; }

    /// <summary>Gets or sets the confidence in the prediction, of models that give no other.</summary>
    public double Confidence { get; set; }

    /// <summary>Gets or sets what won: a node, a cluster, a rule, a neighbour.</summary>
    public string? EntityId { get; set; }

    /// <summary>Gets or sets how people call what won.</summary>
    public string? DisplayValue { get; set; }

    /// <summary>Gets what comes after one another: reason codes, rules or neighbours, the first first.</summary>
    public List<string> Ranking { get; } = [];

    /// <summary>Gets the numbers that belong to <see cref="Ranking"/>.</summary>
    public List<double> RankingScores { get; } = [];

    /// <summary>Gets or sets the inner model whose result this is: that of a chosen segment.</summary>
    public ModelResult? Inner { get; set; }

    /// <summary>Gets numbers that the model calculates with, kept from row to row.</summary>
    public double[] Scratch { get; private set; } = [];

    /// <summary>Gets what the tree engine computed for the row along with others; empty when it has not.</summary>
    public ReadOnlyMemory<double> Forest { get; private set; }

    /// <summary>Gets the predictions of further targets by name.</summary>
    public Dictionary<string, PmmlValue> Further { get; } = new(StringComparer.Ordinal);

    public void Reset()
    {
        IsEvaluated = false;
        Predicted = default;
        HasScores = false;
        Confidences = null;
        Confidence = double.NaN;
        EntityId = null;
        DisplayValue = null;
        Inner = null;
        Ranking.Clear();
        RankingScores.Clear();
        Further.Clear();
    }

    /// <summary>Hands over what the tree engine computed for the row.</summary>
    public void SetForest(ReadOnlyMemory<double> outputs) => Forest = outputs;

    /// <summary>Gets room for numbers; what is in it is left over from earlier.</summary>
    public Span<double> GetScratch(int length)
    {
        if (Scratch.Length < length)
        {
            Scratch = new double[length];
        }

        return Scratch.AsSpan(0, length);
    }

    /// <summary>Starts to collect scores from zero.</summary>
    public double[] BeginScores()
    {
        Array.Clear(Scores);
        HasScores = true;
        return Scores;
    }

    /// <summary>Starts to collect confidences from zero.</summary>
    public double[] BeginConfidences()
    {
        Confidences = _confidences ??= new double[Scores.Length];
        Array.Clear(Confidences);
        return Confidences;
    }

    /// <summary>Predicts the category with the highest score, the first of equals.</summary>
    public void PredictHighest()
    {
        var best = -1;
        for (var i = 0; i < Scores.Length; i++)
        {
            if (!double.IsNaN(Scores[i]) && (best < 0 || Scores[i] > Scores[best]))
            {
                best = i;
            }
        }

        Predicted = best < 0 ? default : Model.CategoryValues[best];
    }

    /// <summary>Gets the score of a category.</summary>
    /// <returns>NaN when there are no scores; 0 of a category that the model does not know.</returns>
    public double GetScore(PmmlValue category)
    {
        if (!HasScores)
        {
            return double.NaN;
        }

        var index = Model.FindCategory(category);
        return index < 0 ? 0 : Scores[index];
    }
}
