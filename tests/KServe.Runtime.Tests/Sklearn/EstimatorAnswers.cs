using System.Text.Json;
using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Reads estimators from files, and holds their answers against those of the library.</summary>
internal static class EstimatorAnswers
{
    public static Estimator Load(string path) =>
        new EstimatorReader().Read(SklearnFile.ReadDescription(path, CancellationToken.None));

    /// <summary>Computes an output by the library's name of the method.</summary>
    public static Matrix Compute(Estimator estimator, string name, Features features) => name switch
    {
        "transform" => Transform(estimator, features).ToDense(),
        "transform[:-1]" => Transform(estimator.WithoutLastStep!, features).ToDense(),
        "predict" => estimator.Predict(features, default).Values,
        "predict_proba" => estimator.PredictProba(features, 0, default),
        "predict_log_proba" => estimator.PredictLogProba(features, 0, default),
        "decision_function" => estimator.DecisionFunction(features, default),
        "score_samples" => estimator.ScoreSamples(features, default),
        _ => throw new InvalidDataException($"the output {name}"),
    };

    public static void AssertAnswers(Estimator estimator, FixtureOutput output, Table table)
    {
        if (output.Name == "transform" && output.DataType == "string")
        {
            AssertCells(output, Transform(estimator, new Features(table)));
            return;
        }

        var answer = Compute(estimator, output.Name, new Features(table));
        if (output.Name == "predict" && estimator.GetLabels() is { } labels)
        {
            AssertLabels(output, answer, labels);
            return;
        }

        output.AssertMatches(answer.Values);
        if (output.Name.StartsWith("transform", StringComparison.Ordinal) && !answer.IsVector)
        {
            Assert.Equal<int[]>(output.Shape, [answer.RowCount, answer.ColumnCount]);
        }

        AssertDeclared(output.Name == "transform[:-1]" ? estimator.WithoutLastStep! : estimator, output);
    }

    /// <summary>Asserts that what an estimator declares of its transformation is what it gives.</summary>
    private static void AssertDeclared(Estimator estimator, FixtureOutput output)
    {
        if (!output.Name.StartsWith("transform", StringComparison.Ordinal))
        {
            return;
        }

        Assert.Equal(output.Shape.Length, estimator.TransformShape.Rank);
        Assert.True(
            output.Shape.Length == 1
                || estimator.TransformShape[1] == -1
                || estimator.TransformShape[1] == output.Shape[1],
            $"{estimator.TransformShape} is declared");
        var type = output.DataType switch
        {
            "bool" => TensorDataType.BOOL,
            "int32" => TensorDataType.INT32,
            "int64" => TensorDataType.INT64,
            _ => TensorDataType.FP64,
        };
        Assert.Equal(type, estimator.TransformType);
    }

    private static Features Transform(Estimator estimator, Features features)
    {
        Assert.True(estimator.Methods.HasFlag(EstimatorMethods.Transform));
        return estimator.Transform(features, default);
    }

    private static void AssertLabels(FixtureOutput output, Matrix positions, Labels labels)
    {
        if (labels.AreTexts)
        {
            Assert.Equal(output.Texts, positions.Values.Select(position => labels.GetText((int)position)));
        }
        else
        {
            output.AssertMatches(Array.ConvertAll(positions.Values, position => labels.GetNumber((int)position)));
        }
    }

    private static void AssertCells(FixtureOutput output, Features answer)
    {
        Assert.NotNull(answer.Table);
        var rows = output.Json.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal<int[]>(output.Shape, [answer.RowCount, answer.ColumnCount]);
        for (var column = 0; column < answer.ColumnCount; column++)
        {
            var cells = answer.Table.GetColumn(column);
            for (var row = 0; row < rows.Length; row++)
            {
                var expected = rows[row][column];
                if (expected.ValueKind == JsonValueKind.String)
                {
                    Assert.Equal(expected.GetString(), cells.Texts[row]);
                }
                else
                {
                    Assert.Equal(FixtureInput.ReadNumber(expected), cells.Numbers[row]);
                }
            }
        }
    }
}
