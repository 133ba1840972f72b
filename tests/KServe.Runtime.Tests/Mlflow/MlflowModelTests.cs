using KServe.Runtime.Mlflow;

namespace KServe.Runtime.Tests.Mlflow;

public sealed class MlflowModelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kserve-mlflow-");

    [Fact]
    public void Read_SklearnWithColumns_GivesFileAndTypedInputs()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "model.pkl"), "");
        Write(
            """
            artifact_path: model
            flavors:
              python_function:
                env: {conda: conda.yaml, virtualenv: python_env.yaml}
                loader_module: mlflow.sklearn
              sklearn:
                code: null
                pickled_model: model.pkl
                serialization_format: cloudpickle
                sklearn_version: 1.2.1
            signature:
              inputs: '[{"name": "age", "type": "double"}, {"name": "visits", "type": "long", "required": false},
                {"name": "city", "type": "string"}]'
              outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
            """);
        var model = MlflowModel.Read(_folder.FullName);
        Assert.Equal(("sklearn", "model.pkl", true), (model.Format, Path.GetFileName(model.File), model.IsFrame));
        Assert.Equal(
            [("age", TensorDataType.FP64, false), ("visits", TensorDataType.INT64, true), ("city", TensorDataType.BYTES, false)],
            model.Inputs.Select(static input => (input.Name, input.DataType, input.IsOptional)));
    }

    [Fact]
    public void Read_TensorSignature_GivesItsShape()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "data"));
        File.WriteAllText(Path.Combine(_folder.FullName, "data", "model.xgb"), "");
        Write(
            """
            flavors:
              xgboost: {data: data/model.xgb, model_class: xgboost.sklearn.XGBClassifier, xgb_version: 1.7.4}
            signature:
              inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 4]}}]'
            """);
        var model = MlflowModel.Read(_folder.FullName);
        Assert.Equal(("xgboost", false, true), (model.Format, model.IsFrame, model.IsClassifier));
        Assert.Equal("[-1,4]", model.Inputs[0].Shape.ToString());
    }

    [Theory]
    [InlineData("flavors: {sklearn: {pickled_model: ../model.pkl}}", "inside the model's folder")]
    [InlineData("flavors: {sklearn: {pickled_model: /etc/passwd}}", "inside the model's folder")]
    [InlineData("flavors: {sklearn: {pickled_model: other.pkl}}", "'other.pkl' does not exist")]
    [InlineData("flavors: {sklearn: {pickled_model: m, serialization_format: skops}}", "'skops' is not supported")]
    [InlineData("flavors: {spark: {model_data: sparkml}}", "none of the flavors spark is supported")]
    [InlineData("flavors: &a [1]\nother: *a", "neither a text nor a mapping")]
    [InlineData("artifact_path: model", "no 'flavors'")]
    [InlineData("flavors: {sklearn: [", "line")]
    [InlineData("- a\n- b", "line 1")]
    [InlineData("", "line")]
    public void Read_Wrong_NamesFileAndReason(string text, string reason)
    {
        Write(text);
        var error = Assert.Throws<InferenceException>(() => MlflowModel.Read(_folder.FullName));
        Assert.StartsWith("MLmodel: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinkOutOfTheFolder_IsRefused()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "model.pkl"), "/etc/hostname");
        Write("flavors: {sklearn: {pickled_model: model.pkl}}");
        var error = Assert.Throws<InferenceException>(() => MlflowModel.Read(_folder.FullName));
        Assert.Contains("through a link", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AliasesInAliases_AreRefusedAtOnce()
    {
        var bomb = string.Concat(Enumerable.Range(0, 64).Select(static i =>
            $"a{i}: &a{i} {{x: {(i == 0 ? "1" : $"*a{i - 1}")}, y: {(i == 0 ? "1" : $"*a{i - 1}")}}}\n"));
        Write(bomb);
        Assert.Throws<InferenceException>(() => MlflowModel.Read(_folder.FullName));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string text) => File.WriteAllText(Path.Combine(_folder.FullName, "MLmodel"), text);
}
