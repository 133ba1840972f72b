using KServe.Kernels.Trees;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Mining;

/// <summary>The trees of a mining model in the form of the tree engine.</summary>
internal sealed class Forest(
    TreeEnsemble ensemble,
    int[] slots,
    bool[] needsValue,
    double divisor,
    bool isVote)
{
    public TreeEnsemble Ensemble => ensemble;

    /// <summary>Computes the result of a row.</summary>
    /// <returns>
    /// <see langword="false"/> when the row needs the interpreter: for a missing value, or a tree without a leaf.
    /// </returns>
    public bool TryCompute(PmmlRow row, ModelResult result)
    {
        if (!result.Forest.IsEmpty)
        {
            return TryConclude(result.Forest.Span, result);
        }

        var scratch = result.GetScratch(slots.Length + ensemble.OutputCount);
        var features = scratch[..slots.Length];
        if (!TryGetFeatures(row, features))
        {
            return false;
        }

        var outputs = scratch[slots.Length..];
        ensemble.Predict(features, 1, outputs);
        return TryConclude(outputs, result);
    }

    /// <summary>Reads the features of a row.</summary>
    /// <returns><see langword="false"/> when the row needs the interpreter.</returns>
    public bool TryGetFeatures(PmmlRow row, Span<double> features)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            var value = row.Get(slots[i]);
            if (value.Kind == PmmlKind.Text || (value.IsMissing && needsValue[i]))
            {
                return false;
            }

            features[i] = value.ToNumber();
        }

        return true;
    }

    /// <summary>Tells whether the features are inputs of the model, known before anything has been computed.</summary>
    public bool HasOnly(ReadOnlySpan<bool> inputs)
    {
        foreach (var slot in slots)
        {
            if (!inputs[slot])
            {
                return false;
            }
        }

        return true;
    }

    private bool TryConclude(ReadOnlySpan<double> outputs, ModelResult result)
    {
        if (double.IsNaN(outputs[0]))
        {
            return false;
        }

        if (result.Model.Function == MiningFunction.Regression)
        {
            var value = divisor == 1 ? outputs[0] : outputs[0] / divisor;
            result.Predicted = PmmlValue.FromReal(result.Model.IsFloat ? (float)value : value);
            return true;
        }

        var total = isVote ? Sum(outputs) : divisor;
        var scores = result.BeginScores();
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = outputs[i] / total;
        }

        result.PredictHighest();
        return true;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
