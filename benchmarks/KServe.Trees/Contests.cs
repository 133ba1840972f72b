using KServe.Kernels.Trees;

namespace KServe.Trees;

/// <summary>Sets up what is measured: the same trees and rows for every engine, and checks that they agree.</summary>
internal static class Contests
{
    public static Contest[] Create(string folder, float[] rows, LibraryProcess libraries, int threads)
    {
        var small = Forests.Read(Path.Combine(folder, "small.json"));
        var large = Forests.Read(Path.Combine(folder, "large.json"));
        var forest = Forests.Read(Path.Combine(folder, "forest.json"));
        var full = Array.ConvertAll(rows, value => float.IsNaN(value) ? 0 : value);
        var row = rows[..small.Features];
        var count = rows.Length / small.Features;
        return
        [
            Predict($"1 row, {small.Trees.Length} trees, depth 6", 10, small, row, threads,
                ("XGBoost inplace_predict", () => libraries.Measure("one"))),
            Predict($"{count} rows, {large.Trees.Length} trees, depth 6", 1.5, large, rows, threads,
                ("XGBoost inplace_predict", () => libraries.Measure("batch")),
                ("XGBoost predict(DMatrix)", () => libraries.Measure("batch_matrix"))),
            Predict($"1 row, random forest of {forest.Trees.Length}", 0, forest, full[..row.Length], threads,
                ("scikit-learn predict", () => libraries.Measure("forest_one"))),
            Predict($"{count} rows, random forest of {forest.Trees.Length}", 3, forest, full, threads,
                ("scikit-learn predict", () => libraries.Measure("forest"))),
            Values(large, rows[..(count / 10 * row.Length)], libraries),
            Interactions(small, rows[..(count / 200 * row.Length)], libraries),
        ];
    }

    private static Contest Predict(
        string name, double goal, DumpedForest forest, float[] rows, int threads,
        params (string, Func<Timing>)[] others)
    {
        var ensemble = Forests.Compile(forest);
        var onnx = new OnnxForest(forest, threads);
        var count = rows.Length / forest.Features;
        var (outputs, theirs) = (new float[count], new float[count]);
        ensemble.Predict(rows, count, outputs);
        onnx.Predict(rows, count, theirs);
        for (var i = 0; i < count; i++)
        {
            if (Math.Abs(outputs[i] - theirs[i]) > 1e-3 * (1 + Math.Abs(outputs[i])))
            {
                Console.WriteLine($"{name}: row {i} gives {outputs[i]} here and {theirs[i]} in ONNX Runtime");
                break;
            }
        }

        return new Contest(
            name, goal, () => ensemble.Predict(rows, count, outputs),
            [.. others, ("ONNX Runtime", () => Timing.Of(() => onnx.Predict(rows, count, theirs)))]);
    }

    private static Contest Values(DumpedForest forest, float[] rows, LibraryProcess libraries)
    {
        var ensemble = Forests.Compile(forest);
        var count = rows.Length / forest.Features;
        var values = new double[count * (forest.Features + 1)];
        return new Contest(
            $"SHAP values, {count} rows, {forest.Trees.Length} trees", 2,
            () => TreeShap.Values(ensemble, rows, count, values),
            ("XGBoost pred_contribs", () => libraries.Measure("shap")));
    }

    private static Contest Interactions(DumpedForest forest, float[] rows, LibraryProcess libraries)
    {
        var ensemble = Forests.Compile(forest);
        var count = rows.Length / forest.Features;
        var width = forest.Features + 1;
        var values = new double[count * width * width];
        return new Contest(
            $"SHAP interactions, {count} rows, {forest.Trees.Length} trees", 0,
            () => TreeShap.Interactions(ensemble, rows, count, values),
            ("XGBoost pred_interactions", () => libraries.Measure("interactions")));
    }
}
