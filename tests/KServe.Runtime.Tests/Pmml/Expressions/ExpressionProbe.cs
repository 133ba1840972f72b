namespace KServe.Runtime.Tests.Pmml.Expressions;

/// <summary>Evaluates an expression over the fields x (a number) and c (a text).</summary>
internal static class ExpressionProbe
{
    public static string Text(string expression, object? x = null, string? c = null, string definitions = "") =>
        PmmlDocument.Texts(
            Load(expression, "string", definitions, out var model), PmmlDocument.Row(model, x, c ?? ""), "out")[0];

    public static double Number(string expression, object? x = null, string? c = null, string definitions = "") =>
        PmmlDocument.Numbers(
            Load(expression, "double", definitions, out var model), PmmlDocument.Row(model, x, c ?? ""), "out")[0];

    private static Runtime.Pmml.PmmlModel Load(
        string expression,
        string type,
        string definitions,
        out Runtime.Pmml.PmmlModel model) => model = PmmlDocument.Load(PmmlDocument.Wrap($"""
        {PmmlDocument.Dictionary("x:double", "c:string", "y:double")}
        <TransformationDictionary>{definitions}</TransformationDictionary>
        <RegressionModel functionName="regression">
          {PmmlDocument.Schema("y", "x", "c")}
          <Output><OutputField name="out" dataType="{type}" feature="transformedValue">{expression}</OutputField>
            </Output>
          <RegressionTable intercept="0"/>
        </RegressionModel>
        """));
}
