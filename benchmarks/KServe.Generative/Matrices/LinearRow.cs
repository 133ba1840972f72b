using KServe.Kernels.Compute;

namespace KServe.Generative.Matrices;

/// <summary>One precision's row of the table.</summary>
internal sealed class LinearRow(LinearModel model, ComputePool pool, int promptTokens, int streams, bool isBest)
{
    private readonly Measure _one = new(() => model.Step(1, 1, pool), isBest);
    private readonly Measure _prompt = new(() => model.Step(promptTokens, 1, pool), isBest);
    private readonly Measure _many = new(() => model.Step(streams, streams, pool), isBest);

    public Measure[] All => [_one, _prompt, _many];

    public void Print(double bandwidth, double peak)
    {
        var ofMemory = model.WeightBytes / _one.Seconds / bandwidth;
        var ofPeak = model.GetOperations(promptTokens, 1) / _prompt.Seconds / peak;
        var gain = streams * _one.Seconds / _many.Seconds;
        Console.WriteLine(
            $"{model.Name,-6}{model.WeightBytes / 1048576.0,9:F0}{1 / _one.Seconds,10:F1}{ofMemory,11:P0}"
            + $"{promptTokens / _prompt.Seconds,12:F0}{ofPeak,11:P0}{streams / _many.Seconds,11:F0}{gain,10:F1}x");
    }
}
