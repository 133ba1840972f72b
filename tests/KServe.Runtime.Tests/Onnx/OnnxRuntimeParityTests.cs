using KServe.Runtime.Onnx;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace KServe.Runtime.Tests.Onnx;

/// <summary>Compares drawn ensembles with ONNX Runtime itself, in the same process.</summary>
public sealed class OnnxRuntimeParityTests
{
    private const int FeatureCount = 3;
    private const string MachineLearning = "ai.onnx.ml";

    private static readonly string[] Aggregates = ["SUM", "AVERAGE", "MIN", "MAX"];
    private static readonly string[] TextLabels = ["a", "b", "c"];
    private static readonly long[] NumberLabels = [10, 20, 30];
    private static readonly string[] Transforms = ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Compute_Regressor_GivesTheScoresOfOnnxRuntime(int targetCount)
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var forest = new RandomForest(random, FeatureCount, targetCount)
            {
                OnlyMode = seed % 2 == 0 ? null : "BRANCH_LEQ",
                IsPositive = true,
                TargetsOfTree = (seed % 4) switch
                {
                    0 => tree => [tree % targetCount],
                    1 => _ => [random.Next(targetCount)],
                    2 => _ => [0],
                    _ => null,
                },
            };
            (string, object)[] attributes =
            [
                .. forest.Draw(3, "target"), ("n_targets", (long)targetCount),
                ("post_transform", Transforms[seed % 5]),
                ("aggregate_function", Aggregates[seed / 5 % 4]),
            ];
            if (seed % 7 < 3)
            {
                attributes = [.. attributes, ("base_values", Draw(random, targetCount))];
            }

            var model = new OnnxModelWriter { FeatureCount = FeatureCount }
                .AddNode("TreeEnsembleRegressor", MachineLearning, ["X"], ["Y"], attributes)
                .AddOutput("Y", 1, -1, targetCount)
                .ToArray();
            AssertSame(model, random, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Compute_Classifier_GivesTheLabelsAndScoresOfOnnxRuntime(int classCount)
    {
        for (var seed = 0; seed < 160; seed++)
        {
            var random = new Random(seed);
            var forest = new RandomForest(random, FeatureCount, classCount)
            {
                IsPositive = seed % 2 == 0,
                TargetsOfTree = (seed / 2 % 4) switch
                {
                    0 => static _ => [0],
                    1 => tree => [tree % classCount],
                    2 => _ => [random.Next(classCount)],
                    _ => null,
                },
            };
            // of two classes with the weights of one, PROBIT leaves the second score of ONNX Runtime unwritten
            var transforms = classCount == 2 ? 4 : 5;
            (string, object)[] attributes =
            [
                .. forest.Draw(3, "class"), ("post_transform", Transforms[seed / 8 % transforms]),
                seed % 3 == 0
                    ? ("classlabels_strings", TextLabels[..classCount])
                    : ("classlabels_int64s", NumberLabels[..classCount]),
            ];
            // neither does it write the second score for one base value and a row that only reached the first class
            if (seed / 40 % 4 is var form and > 0
                && (classCount == 2 || form == 2)
                && (classCount > 2 || form != 1 || seed / 2 % 4 != 2))
            {
                var baseCount = classCount == 2 ? Math.Min(form, 2) : classCount;
                attributes = [.. attributes, ("base_values", Draw(random, baseCount))];
            }

            var model = new OnnxModelWriter { FeatureCount = FeatureCount }
                .AddNode("TreeEnsembleClassifier", MachineLearning, ["X"], ["L", "P"], attributes)
                .AddOutput("L", seed % 3 == 0 ? 8 : 7, -1)
                .AddOutput("P", 1, -1, classCount)
                .ToArray();
            AssertSame(model, random, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void Compute_TreeEnsembleOfVersion5_GivesTheScoresOfOnnxRuntime(int type)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var targetCount = 1 + seed % 3;
            var model = new OnnxModelWriter { FeatureCount = FeatureCount, InputType = type, Version = 5 }
                .AddNode("TreeEnsemble", MachineLearning, ["X"], ["Y"], DrawVersion5(random, targetCount, type, seed))
                .AddOutput("Y", type, -1, targetCount)
                .ToArray();
            AssertSame(model, random, $"seed {seed}", type == 11);
        }
    }

    [Fact]
    public void Compute_DoubleInput_ComparesDoubles()
    {
        var forest = new RandomForest(new Random(5), FeatureCount, 1).Draw(4, "target");
        var model = new OnnxModelWriter { FeatureCount = FeatureCount, InputType = 11 }
            .AddNode("TreeEnsembleRegressor", MachineLearning, ["X"], ["Y"], [.. forest, ("n_targets", 1L)])
            .AddOutput("Y", 1, -1, 1)
            .ToArray();
        AssertSame(model, new Random(6), "double", isDouble: true);
    }

    [Theory]
    [InlineData("MAX")]
    [InlineData("L1")]
    [InlineData("L2")]
    public void Compute_NodesBehindTheEnsemble_AreFollowed(string norm)
    {
        var forest = new RandomForest(new Random(7), FeatureCount, 3).Draw(4, "class");
        var model = new OnnxModelWriter { FeatureCount = FeatureCount, InputType = 11 }
            .AddNode("Cast", "", ["X"], ["F"], ("to", 1L))
            .AddNode(
                "TreeEnsembleClassifier", MachineLearning, ["F"], ["L", "P"],
                [.. forest, ("classlabels_int64s", (long[])[1, 2, 3])])
            .AddNode("Cast", "", ["L"], ["label"], ("to", 6L))
            .AddNode("Normalizer", MachineLearning, ["P"], ["N"], ("norm", norm))
            .AddNode("Identity", "", ["N"], ["I"])
            .AddNode("Cast", "", ["I"], ["scores"], ("to", 11L))
            .AddOutput("label", 6, -1)
            .AddOutput("scores", 11, -1, 3)
            .ToArray();
        AssertSame(model, new Random(8), norm, isDouble: true);
    }

    private static (string, object)[] DrawVersion5(Random random, int targetCount, int type, int seed)
    {
        const int Trees = 3;
        const int Splits = 3;
        var (features, splits, modes) = (new List<long>(), new List<double>(), new List<double>());
        var (trueNodes, trueLeaves, falseNodes, falseLeaves) =
            (new List<long>(), new List<long>(), new List<long>(), new List<long>());
        var members = new List<double>();
        for (var i = 0; i < Trees * Splits; i++)
        {
            var mode = random.Next(seed % 2 == 0 ? 6 : 7);
            features.Add(random.Next(FeatureCount));
            splits.Add(mode == 6 ? 0 : random.Next(-2, 3));
            modes.Add(mode);
            if (mode == 6)
            {
                members.AddRange(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => (double)random.Next(0, 4)));
                members.Add(double.NaN);
            }

            var (tree, place) = (i / Splits, i % Splits);
            trueNodes.Add(place == 0 ? i + 1 : tree * 4 + (place - 1) * 2);
            falseNodes.Add(place == 0 ? i + 2 : tree * 4 + (place - 1) * 2 + 1);
            trueLeaves.Add(place == 0 ? 0 : 1);
            falseLeaves.Add(place == 0 ? 0 : 1);
        }

        double[] weights = [.. Enumerable.Range(0, Trees * 4).Select(_ => random.NextDouble() / 3)];
        (string, object)[] attributes =
        [
            ("n_targets", (long)targetCount), ("aggregate_function", seed % 4L), ("post_transform", seed / 4 % 5L),
            ("tree_roots", (long[])[0, Splits, 2 * Splits]), ("nodes_featureids", features.ToArray()),
            ("nodes_splits", OnnxModelWriter.Tensor([.. splits], type)),
            ("nodes_modes", OnnxModelWriter.Tensor([.. modes], 2)),
            ("nodes_truenodeids", trueNodes.ToArray()), ("nodes_trueleafs", trueLeaves.ToArray()),
            ("nodes_falsenodeids", falseNodes.ToArray()), ("nodes_falseleafs", falseLeaves.ToArray()),
            ("leaf_targetids", Enumerable.Range(0, Trees * 4).Select(i => (long)(i % targetCount)).ToArray()),
            ("leaf_weights", OnnxModelWriter.Tensor(weights, type)),
        ];
        return members.Count == 0
            ? attributes
            : [.. attributes, ("membership_values", OnnxModelWriter.Tensor([.. members], type))];
    }

    private static float[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() / 8)];

    private static void AssertSame(byte[] model, Random random, string what, bool isDouble = false)
    {
        const int RowCount = 40;
        double[] cells = [.. Enumerable.Range(0, RowCount * FeatureCount).Select(_ => random.Next(8) switch
        {
            0 => double.NaN,
            1 => random.NextDouble() * 6 - 3,
            _ => random.Next(-3, 4),
        })];
        var singles = Array.ConvertAll(cells, static cell => (float)cell);
        using var session = new InferenceSession(model);
        using var expected = session.Run(
        [
            isDouble
                ? NamedOnnxValue.CreateFromTensor("X", new DenseTensor<double>(cells, [RowCount, FeatureCount]))
                : NamedOnnxValue.CreateFromTensor("X", new DenseTensor<float>(singles, [RowCount, FeatureCount])),
        ]);
        var ours = OnnxTreeReader.Read(model, CancellationToken.None);
        var table = isDouble
            ? Table.FromMatrix(cells, RowCount, FeatureCount)
            : Table.FromMatrix(singles, RowCount, FeatureCount);
        foreach (var value in expected)
        {
            using var actual = ModelOutputs.Compute(ours, table, value.Name);
            AssertEqual(value, actual, $"{what}, {value.Name}");
        }
    }

    private static void AssertEqual(DisposableNamedOnnxValue expected, InferTensor actual, string what)
    {
        switch (expected.Value)
        {
            case Tensor<string> texts:
                Assert.Equal(texts.ToArray(), actual.ToStrings());
                break;
            case Tensor<long> numbers:
                Assert.Equal(numbers.ToArray(), actual.AsSpan<long>().ToArray());
                break;
            case Tensor<int> numbers:
                Assert.Equal(numbers.ToArray(), actual.AsSpan<int>().ToArray());
                break;
            case Tensor<double> numbers:
                AssertClose([.. numbers], actual.AsSpan<double>().ToArray(), what);
                break;
            case Tensor<float> numbers:
                AssertClose(
                    [.. numbers.Select(static number => (double)number)],
                    Array.ConvertAll(actual.AsSpan<float>().ToArray(), static number => (double)number),
                    what);
                break;
            default:
                Assert.Fail($"{what}: {expected.Value}");
                break;
        }
    }

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var isSame = expected[i].Equals(actual[i])
                || Math.Abs(expected[i] - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(isSame, $"{what}[{i}]: {actual[i]}, expected {expected[i]}");
        }
    }
}
