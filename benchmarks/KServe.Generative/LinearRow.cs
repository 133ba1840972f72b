using KServe.Kernels.Compute;

namespace KServe.Generative;

/// <summary>One precision's row of the table.</summary>
internal sealed class LinearRow(LinearModel model, ComputePool pool, int promptTokens, int streams)
{
    private readonly Measure _one = new("1 token", () => model.Step(1, 1, pool));
    private readonly Measure _prompt = new("prompt", () => model.Step(promptTokens, 1, pool));
    private readonly Measure _many = new("streams", () => model.Step(streams, streams, pool));

    public Measure[] All => [_one, _prompt, _many];

    public void Print(double bandwidth, double peak)
    {
        var ofMemory = model.WeightBytes / _one.Median / bandwidth;
        var ofPeak = model.GetOperations(promptTokens, 1) / _prompt.Median / peak;
        var gain = streams * _one.Median / _many.Median;
        Console.WriteLine(
            $"{model.Name,-6}{model.WeightBytes / 1048576.0,9:F0}{1 / _one.Median,10:F1}{ofMemory,11:P0}"
            + $"{promptTokens / _prompt.Median,12:F0}{ofPeak,11:P0}{streams / _many.Median,11:F0}{gain,10:F1}x");
    }
}
