using System.Globalization;
using System.Text.Json;
using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

/// <summary>Checks leaves, margins and SHAP values against what XGBoost 1.7.4 gave for its own models.</summary>
public sealed class XgboostParityTests
{
    public static TheoryData<string> Cases() =>
    [
        "base_score", "binary_logistic_missing", "categorical_onehot", "categorical_partition", "count_poisson",
        "dart_binary", "early_stopping", "monotone", "multi_softmax", "multi_softprob", "num_parallel_tree",
        "rank_pairwise", "reg_gamma", "reg_squarederror", "survival_cox",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void PredictLeaves_Fixture_EqualsLibrary(string name)
    {
        var (ensemble, rows, outputs) = Load(name);
        var (shape, expected, _, _) = outputs["pred_leaf"];
        var leaves = new int[expected.Length];

        ensemble.PredictLeaves(rows, shape[0], leaves);

        Assert.Equal(expected, Array.ConvertAll(leaves, leaf => (double)leaf));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_Fixture_EqualLibrary(string name)
    {
        var (ensemble, rows, outputs) = Load(name);
        var (shape, expected, relative, absolute) = outputs["pred_contribs"];
        var values = new double[expected.Length];

        TreeShap.Values(ensemble, rows.AsSpan(0, shape[0] * ensemble.FeatureCount), shape[0], values);

        // The base score lies in each bias, and this test does not read it: it is what is left of the first one.
        var width = ensemble.FeatureCount + 1;
        var biases = Enumerable.Range(0, ensemble.OutputCount).Select(o => ((o + 1) * width) - 1).ToArray();
        var bases = Array.ConvertAll(biases, bias => expected[bias] - values[bias]);
        AddBases(values, bases, width);
        AssertClose(expected, values, relative, absolute);

        var margins = new float[outputs["margin"].Data.Length];
        ensemble.WithBaseValues(bases).Predict(rows, outputs["margin"].Shape[0], margins);
        AssertClose(outputs["margin"].Data, Array.ConvertAll(margins, margin => (double)margin), 1e-5, 1e-5);
    }

    [Fact]
    public void Interactions_Fixture_EqualLibrary()
    {
        var (ensemble, rows, outputs) = Load("reg_squarederror");
        var (shape, expected, relative, absolute) = outputs["pred_interactions"];
        var values = new double[expected.Length];

        TreeShap.Interactions(ensemble.WithBaseValues([0.5]), rows.AsSpan(0, shape[0] * 6), shape[0], values);

        AssertClose(expected, values, relative, absolute);
    }

    private static (TreeEnsemble Ensemble, double[] Rows, Dictionary<string, Output> Outputs) Load(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "xgboost", name);
        using var inputs = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "inputs.json")));
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        var rows = Flatten(inputs.RootElement.GetProperty("inputs")[0].GetProperty("data"));
        var outputs = expected.RootElement.GetProperty("outputs").EnumerateArray().ToDictionary(
            output => output.GetProperty("name").GetString()!,
            output => new Output(
                [.. output.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())],
                Flatten(output.GetProperty("data")), output.GetProperty("rtol").GetDouble(),
                output.GetProperty("atol").GetDouble()));
        return (XgboostModel.Read(folder), rows, outputs);
    }

    private static double[] Flatten(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Flatten)],
        JsonValueKind.String => [double.Parse(element.GetString()!, CultureInfo.InvariantCulture)],
        _ => [element.GetDouble()],
    };

    private static void AddBases(double[] values, double[] bases, int width)
    {
        for (var i = width - 1; i < values.Length; i += width)
        {
            values[i] += bases[i / width % bases.Length];
        }
    }

    private static void AssertClose(double[] expected, double[] actual, double relative, double absolute)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], absolute + (relative * Math.Abs(expected[i])));
        }
    }

    private sealed record Output(int[] Shape, double[] Data, double Relative, double Absolute);
}
