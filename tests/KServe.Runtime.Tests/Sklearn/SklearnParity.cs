using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Compares every output of a case with the library's own, through the contract of estimators.</summary>
internal static class SklearnParity
{
    /// <summary>Asserts that one file of a case gives every output, in type, shape and values.</summary>
    public static void AssertFile(FixtureCase fixture, string path)
    {
        var estimator = new EstimatorReader().Read(SklearnFile.ReadDescription(path, CancellationToken.None));
        foreach (var output in fixture.Outputs)
        {
            AssertOutput(estimator, new Features(fixture.Inputs[0].ToTable()), output);
        }
    }

    /// <summary>Asserts one output.</summary>
    public static void AssertOutput(Estimator estimator, Features rows, FixtureOutput output)
    {
        if (output.Name == "transform[:-1]")
        {
            var steps = estimator.WithoutLastStep;
            Assert.NotNull(steps);
            AssertMatrix(steps.Transform(rows, CancellationToken.None).ToDense(), output);
            return;
        }

        var target = output.Name.EndsWith(']') && char.IsAsciiDigit(output.Name[^2]) ? output.Name[^2] - '0' : 0;
        switch (output.Name.Split('[')[0])
        {
            case "predict":
                RequireMethod(estimator, EstimatorMethods.Predict);
                AssertPrediction(estimator, estimator.Predict(rows, CancellationToken.None), output);
                break;
            case "predict_proba":
                RequireMethod(estimator, EstimatorMethods.PredictProba);
                AssertShape(estimator.GetProbaShape(target), output);
                AssertMatrix(estimator.PredictProba(rows, target, CancellationToken.None), output);
                break;
            case "predict_log_proba":
                RequireMethod(estimator, EstimatorMethods.PredictLogProba);
                AssertMatrix(estimator.PredictLogProba(rows, target, CancellationToken.None), output);
                break;
            case "decision_function":
                RequireMethod(estimator, EstimatorMethods.DecisionFunction);
                AssertShape(estimator.DecisionShape, output);
                AssertMatrix(estimator.DecisionFunction(rows, CancellationToken.None), output);
                break;
            case "score_samples":
                RequireMethod(estimator, EstimatorMethods.ScoreSamples);
                AssertMatrix(estimator.ScoreSamples(rows, CancellationToken.None), output);
                break;
            case "transform":
                RequireMethod(estimator, EstimatorMethods.Transform);
                AssertShape(estimator.TransformShape, output);
                AssertMatrix(estimator.Transform(rows, CancellationToken.None).ToDense(), output);
                break;
            default:
                Assert.Fail($"the output {output.Name} is not compared");
                break;
        }
    }

    /// <summary>Asserts that rows which the library refuses are refused, with its message.</summary>
    public static void AssertRefusals(FixtureCase fixture)
    {
        var path = fixture.ModelFiles[0];
        var estimator = new EstimatorReader().Read(SklearnFile.ReadDescription(path, CancellationToken.None));
        foreach (var refusal in fixture.Expected.GetProperty("refuses").EnumerateArray())
        {
            var table = new Features(fixture.Inputs[0].ToTable());
            var rows = Spoil(table.ToDense(), refusal.GetProperty("what").GetString()!);
            var error = Assert.Throws<InferenceException>(() =>
                Call(estimator, refusal.GetProperty("method").GetString()!, new Features(rows)));
            Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
            Assert.Equal(Normalize(refusal.GetProperty("message").GetString()!), Normalize(error.Message));
        }
    }

    // Estimators that round rows to float32 may be told so before or after they look for infinities.
    private static string Normalize(string message) =>
        message.Replace("dtype('float32')", "dtype('float64')", StringComparison.Ordinal);

    private static void Call(Estimator estimator, string method, Features rows)
    {
        if (method == "predict")
        {
            estimator.Predict(rows, CancellationToken.None);
        }
        else
        {
            estimator.Transform(rows, CancellationToken.None);
        }
    }

    private static Matrix Spoil(Matrix rows, string what)
    {
        var columnCount = rows.ColumnCount + what switch
        {
            "one feature too many" => 1,
            "one feature too few" => -1,
            _ => 0,
        };
        var result = new Matrix(what == "no rows" ? 0 : 2, columnCount);
        for (var i = 0; i < result.RowCount; i++)
        {
            var count = Math.Min(columnCount, rows.ColumnCount);
            rows.GetRow(i)[..count].CopyTo(result.GetRow(i));
        }

        switch (what)
        {
            case "a row with NaN":
                result.Values[^1] = double.NaN;
                break;
            case "a row with Infinity":
                result.Values[^1] = double.PositiveInfinity;
                break;
            default:
                break;
        }

        return result;
    }

    private static void RequireMethod(Estimator estimator, EstimatorMethods method) =>
        Assert.True(estimator.Methods.HasFlag(method), $"{estimator.ClassName} has no {method}");

    private static void AssertPrediction(Estimator estimator, Prediction prediction, FixtureOutput output)
    {
        AssertShape(estimator.PredictionShape, output);
        Assert.Equal(GetDataType(output), estimator.PredictionType);
        Assert.Equal(output.Shape, GetShape(prediction.Values));
        if (prediction.Labels is not { } labels)
        {
            Assert.Equal(GetDataType(output), prediction.DataType);
            output.AssertMatches(prediction.Values.Values);
            return;
        }

        Assert.Equal(prediction.Values.ColumnCount, labels.Count);
        Assert.Equal(GetDataType(output), labels[0].DataType);
        var positions = prediction.Values.Values;
        if (labels[0].AreTexts)
        {
            Assert.Equal(output.Texts, positions.Select((at, i) => labels[i % labels.Count].GetText((int)at)));
        }
        else
        {
            output.AssertMatches([.. positions.Select((at, i) => labels[i % labels.Count].GetNumber((int)at))]);
        }
    }

    private static void AssertMatrix(Matrix actual, FixtureOutput output)
    {
        Assert.Equal(output.Shape, GetShape(actual));
        output.AssertMatches(actual.Values);
    }

    private static int[] GetShape(Matrix matrix) =>
        matrix.IsVector ? [matrix.RowCount] : [matrix.RowCount, matrix.ColumnCount];

    // Lengths that an estimator does not know are -1; rows always are.
    private static void AssertShape(TensorShape declared, FixtureOutput output)
    {
        var sizes = declared.Dimensions.ToArray();
        Assert.Equal(output.Shape.Length, sizes.Length);
        for (var i = 1; i < sizes.Length; i++)
        {
            Assert.True(sizes[i] == -1 || sizes[i] == output.Shape[i], $"{output.Name}: {sizes[i]} columns declared");
        }
    }

    private static TensorDataType GetDataType(FixtureOutput output) => output.DataType switch
    {
        "bool" => TensorDataType.BOOL,
        "int32" => TensorDataType.INT32,
        "int64" => TensorDataType.INT64,
        "float32" => TensorDataType.FP32,
        "float64" => TensorDataType.FP64,
        "string" => TensorDataType.BYTES,
        var name => throw new InvalidDataException($"outputs of {name}"),
    };
}
