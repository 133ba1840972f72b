using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Vectors;

/// <summary>A support vector machine.</summary>
internal sealed class VectorMachineModel(
    ModelContext context,
    VectorField[] fields,
    Kernel kernel,
    VectorMachine[] machines,
    VectorMachineOptions options) : ModelEvaluator(context)
{
    public override bool HasProbabilities => base.HasProbabilities && options.IsOneAgainstOne;

    protected override void Compute(PmmlRow row, ModelResult result)
    {
        var input = result.GetScratch(fields.Length);
        for (var i = 0; i < fields.Length; i++)
        {
            var (slot, category, coefficient) = fields[i];
            var value = row.Get(slot);
            if (value.IsMissing)
            {
                return;
            }

            input[i] = category.IsMissing ? value.ToNumber() : value.Equals(category) ? coefficient : 0;
        }

        if (Function == MiningFunction.Regression)
        {
            result.Predicted = PmmlValue.FromReal(machines[0].Evaluate(input, kernel));
        }
        else if (options.IsOneAgainstOne)
        {
            Vote(input, result);
        }
        else
        {
            Choose(input, result);
        }
    }

    private void Vote(ReadOnlySpan<double> input, ModelResult result)
    {
        var scores = result.BeginScores();
        foreach (var machine in machines)
        {
            var value = machine.Evaluate(input, kernel);
            var isFirst = options.AlternateCategory >= 0
                ? Math.Floor(value + 0.5) != 0
                : value < (double.IsNaN(machine.Threshold) ? options.Threshold : machine.Threshold);
            scores[isFirst ? machine.Category : machine.Alternate]++;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] /= machines.Length;
        }

        result.PredictHighest();
    }

    private void Choose(ReadOnlySpan<double> input, ModelResult result)
    {
        var best = 0.0;
        var winner = -1;
        foreach (var machine in machines)
        {
            var value = machine.Evaluate(input, kernel);
            if (winner < 0 || (options.IsHighestBest ? value > best : value < best))
            {
                (best, winner) = (value, machine.Category);
            }
        }

        result.Predicted = CategoryValues[winner];
    }
}
