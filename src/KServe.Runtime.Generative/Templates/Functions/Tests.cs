using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>The tests of templates.</summary>
internal static class Tests
{
    private static readonly Dictionary<string, Func<RenderContext, object?, CallArguments, bool>> Known =
        new(StringComparer.Ordinal)
        {
            ["defined"] = static (_, v, _) => v is not Undefined,
            ["undefined"] = static (_, v, _) => v is Undefined,
            ["none"] = static (_, v, _) => v is null,
            ["string"] = static (_, v, _) => v is string,
            ["number"] = static (_, v, _) => PythonOperators.IsNumber(v),
            ["integer"] = static (_, v, _) => v is long,
            ["float"] = static (_, v, _) => v is double,
            ["boolean"] = static (_, v, _) => v is bool,
            ["true"] = static (_, v, _) => v is true,
            ["false"] = static (_, v, _) => v is false,
            ["mapping"] = static (_, v, _) => v is TemplateMap,
            ["sequence"] = static (_, v, _) => v is string or TemplateList or TemplateMap or Undefined,
            ["iterable"] = static (_, v, _) => v is string or TemplateList or TemplateMap or Undefined,
            ["callable"] = static (_, v, _) => v is TemplateFunction,
            ["lower"] = static (_, v, _) => v is string text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
            ["upper"] = static (_, v, _) => v is string text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
            ["odd"] = static (c, v, _) => Remainder(c, v, 2L) == 1,
            ["even"] = static (c, v, _) => Remainder(c, v, 2L) == 0,
            ["divisibleby"] = static (c, v, a) => Remainder(c, v, a.Get(0, "num")) == 0,
            ["in"] = static (c, v, a) => PythonOperators.Contains(c, a.Get(0, "seq"), v),
            ["eq"] = Equal,
            ["equalto"] = Equal,
            ["=="] = Equal,
            ["ne"] = static (c, v, a) => !Equal(c, v, a),
            ["!="] = static (c, v, a) => !Equal(c, v, a),
            ["sameas"] = static (c, v, a) => v?.GetType() == a.Get(0, "other")?.GetType() && Equal(c, v, a),
            ["lt"] = static (c, v, a) => PythonOperators.Compare(c, v, a.Get(0, "b")) < 0,
            ["lessthan"] = static (c, v, a) => PythonOperators.Compare(c, v, a.Get(0, "b")) < 0,
            ["le"] = static (c, v, a) => PythonOperators.Compare(c, v, a.Get(0, "b")) <= 0,
            ["gt"] = static (c, v, a) => PythonOperators.Compare(c, v, a.Get(0, "b")) > 0,
            ["greaterthan"] = static (c, v, a) => PythonOperators.Compare(c, v, a.Get(0, "b")) > 0,
            ["ge"] = static (c, v, a) => PythonOperators.Compare(c, v, a.Get(0, "b")) >= 0,
        };

    /// <summary>Gets the test of a name, or null.</summary>
    public static Func<RenderContext, object?, CallArguments, bool>? Find(string name) => Known.GetValueOrDefault(name);

    private static bool Equal(RenderContext context, object? value, CallArguments arguments) =>
        PythonOperators.AreEqual(context, value, arguments.Get(0, "other"));

    private static double Remainder(RenderContext context, object? value, object? by) =>
        PythonOperators.Arithmetic(context, "%", value, by) is var rest && PythonOperators.IsNumber(rest)
            ? PythonOperators.ToDouble(rest)
            : throw context.Error("the test needs numbers");
}
