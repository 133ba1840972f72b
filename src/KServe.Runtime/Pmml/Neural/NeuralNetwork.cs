using KServe.Runtime.Pmml.Expressions;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Neural;

/// <summary>A neural network whose neurons take the outputs of earlier layers.</summary>
internal sealed class NeuralNetwork(
    ModelContext context,
    Expression[] inputs,
    NeuralLayer[] layers,
    NeuralOutput[] outputs,
    string[] ids) : ModelEvaluator(context)
{
    private readonly int _size = inputs.Length + layers.Sum(static layer => layer.Neurons.Length);

    protected override void Compute(PmmlRow row, ModelResult result)
    {
        var known = result.GetScratch(_size);
        for (var i = 0; i < inputs.Length; i++)
        {
            known[i] = inputs[i].Evaluate(row).ToNumber();
            if (double.IsNaN(known[i]))
            {
                return;
            }
        }

        var at = inputs.Length;
        foreach (var layer in layers)
        {
            layer.Compute(known[..at], known.Slice(at, layer.Neurons.Length));
            at += layer.Neurons.Length;
        }

        if (Function == MiningFunction.Classification)
        {
            PredictCategory(known, result);
        }
        else
        {
            PredictNumbers(known, result);
        }
    }

    private void PredictCategory(ReadOnlySpan<double> known, ModelResult result)
    {
        var scores = result.BeginScores();
        var best = -1;
        foreach (var output in outputs)
        {
            scores[output.Category] = known[output.Source];
            if (best < 0 || known[output.Source] > known[outputs[best].Source])
            {
                best = Array.IndexOf(outputs, output);
            }
        }

        result.EntityId = ids[outputs[best].Source];
        result.PredictHighest();
    }

    private void PredictNumbers(ReadOnlySpan<double> known, ModelResult result)
    {
        foreach (var output in outputs)
        {
            var number = known[output.Source];
            var value = PmmlValue.FromReal(output.Norm?.Denormalize(number) ?? number);
            if (output.Target is null || output.Target == Target?.Name || outputs.Length == 1)
            {
                result.Predicted = value;
            }
            else
            {
                result.Further[output.Target] = value;
            }
        }
    }
}
