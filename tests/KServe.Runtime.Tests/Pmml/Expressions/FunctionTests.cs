namespace KServe.Runtime.Tests.Pmml.Expressions;

/// <summary>The built-in functions, with values worked out by hand.</summary>
public sealed class FunctionTests
{
    private const string Missing = """<Constant missing="true"/>""";

    [Theory]
    [InlineData("+", "2 3", "5")]
    [InlineData("-", "2 3.5", "-1.5")]
    [InlineData("*", "4 2.5", "10")]
    [InlineData("/", "5 2", "2.5")]
    [InlineData("/", "5 0", "")]
    [InlineData("min", "3 1 2", "1")]
    [InlineData("max", "3 1 2", "3")]
    [InlineData("sum", "3 1 2", "6")]
    [InlineData("avg", "3 1 2 2", "2")]
    [InlineData("product", "3 4", "12")]
    [InlineData("median", "5 1 3", "3")]
    [InlineData("median", "1 2 3 10", "2.5")]
    [InlineData("log10", "1000", "3")]
    [InlineData("ln", "1", "0")]
    [InlineData("ln1p", "0", "0")]
    [InlineData("expm1", "0", "0")]
    [InlineData("exp", "0", "1")]
    [InlineData("sqrt", "81", "9")]
    [InlineData("abs", "-7", "7")]
    [InlineData("pow", "2 10", "1024")]
    [InlineData("threshold", "5 4", "1")]
    [InlineData("threshold", "4 4", "0")]
    [InlineData("floor", "-1.5", "-2")]
    [InlineData("ceil", "1.2", "2")]
    [InlineData("round", "2.5", "3")]
    [InlineData("round", "-2.5", "-2")]
    [InlineData("rint", "2.5", "2")]
    [InlineData("modulo", "11 4", "3")]
    [InlineData("modulo", "-7 3", "2")]
    [InlineData("hypot", "3 4", "5")]
    [InlineData("sin", "0", "0")]
    [InlineData("cos", "0", "1")]
    [InlineData("atan2", "0 1", "0")]
    [InlineData("tanh", "0", "0")]
    [InlineData("isMissing", "1", "false")]
    [InlineData("isNotMissing", "1", "true")]
    [InlineData("isValid", "1", "true")]
    [InlineData("equal", "1 1.0", "true")]
    [InlineData("notEqual", "a b", "true")]
    [InlineData("lessThan", "1 2", "true")]
    [InlineData("lessOrEqual", "2 2", "true")]
    [InlineData("greaterThan", "1 2", "false")]
    [InlineData("greaterOrEqual", "10 9", "true")]
    [InlineData("and", "true false", "false")]
    [InlineData("or", "true false", "true")]
    [InlineData("not", "false", "true")]
    [InlineData("isIn", "b a b c", "true")]
    [InlineData("isNotIn", "d a b c", "true")]
    [InlineData("if", "true 1 2", "1")]
    [InlineData("if", "false 1 2", "2")]
    [InlineData("if", "false 1", "")]
    [InlineData("uppercase", "aBc9", "ABC9")]
    [InlineData("lowercase", "aBc9", "abc9")]
    [InlineData("stringLength", "aBc9", "4")]
    [InlineData("substring", "aBc9x 2 3", "Bc9")]
    [InlineData("substring", "aBc9x 0 3", "")]
    [InlineData("concat", "2 - 2000", "2-2000")]
    [InlineData("replace", "BBBB B+ c", "c")]
    [InlineData("matches", "abc ^a.c$", "true")]
    [InlineData("formatNumber", "2 %3d", "  2")]
    [InlineData("formatNumber", "3.14159 %.2f", "3.14")]
    [InlineData("formatDatetime", "2004-08-20 %m/%d/%y", "08/20/04")]
    [InlineData("dateDaysSinceYear", "2003-04-01 1960", "15796")]
    [InlineData("dateSecondsSinceYear", "1960-01-03T03:30:03 1960", "185403")]
    [InlineData("dateSecondsSinceMidnight", "1970-01-01T05:23:30 ", "19410")]
    [InlineData("erf", "0", "0")]
    [InlineData("stdNormalCDF", "0", "0.5")]
    [InlineData("normalIDF", "0.5 3 2", "3")]
    public void Apply_Function_GivesTheKnownValue(string function, string arguments, string expected) =>
        Assert.Equal(expected, ExpressionProbe.Text(Apply(function, arguments)));

    [Theory]
    [InlineData("stdNormalCDF", "1.96", 0.9750021048517795)]
    [InlineData("stdNormalCDF", "-5.5", 1.8989562465887719e-08)]
    [InlineData("stdNormalPDF", "1", 0.24197072451914337)]
    [InlineData("stdNormalIDF", "0.975", 1.959963984540054)]
    [InlineData("stdNormalIDF", "1e-6", -4.753424308822899)]
    [InlineData("normalCDF", "5 3 2", 0.8413447460685429)]
    [InlineData("normalPDF", "5 3 2", 0.12098536225957168)]
    [InlineData("erf", "0.3", 0.3286267594591274)]
    [InlineData("erf", "-1.5", -0.9661051464753108)]
    [InlineData("erf", "4.5", 0.9999999998033839)]
    [InlineData("ln1p", "1e-10", 9.9999999995e-11)]
    [InlineData("expm1", "1e-10", 1.00000000005e-10)]
    public void Apply_RealFunction_IsExactToTwelveDigits(string function, string arguments, double expected)
    {
        var actual = ExpressionProbe.Number(Apply(function, arguments));
        Assert.True(Math.Abs(actual - expected) <= 1e-12 * Math.Abs(expected), $"{actual:R}");
    }

    [Theory]
    [InlineData("+", "")]
    [InlineData("sum", "1")]
    [InlineData("isMissing", "true")]
    [InlineData("isNotValid", "true")]
    [InlineData("and", "")]
    [InlineData("equal", "")]
    public void Apply_MissingArgument_FollowsTheFunction(string function, string expected)
    {
        var second = function.StartsWith("is", StringComparison.Ordinal)
            ? ""
            : function == "and" ? """<Constant dataType="boolean">true</Constant>""" : "<Constant>1</Constant>";
        var expression = $"""<Apply function="{function}">{Missing}{second}</Apply>""";
        Assert.Equal(expected, ExpressionProbe.Text(expression));
    }

    [Fact]
    public void Apply_ThreeValuedLogic_DecidesWhereOneArgumentDoes()
    {
        var isFalse = """<Constant dataType="boolean">false</Constant>""";
        var isTrue = """<Constant dataType="boolean">true</Constant>""";
        Assert.Equal("false", ExpressionProbe.Text($"""<Apply function="and">{Missing}{isFalse}</Apply>"""));
        Assert.Equal("true", ExpressionProbe.Text($"""<Apply function="or">{Missing}{isTrue}</Apply>"""));
    }

    [Fact]
    public void Apply_MapMissingToAndDefaultValue_ReplaceMissingArgumentsAndResults()
    {
        Assert.Equal("7", ExpressionProbe.Text($"""<Apply function="+" mapMissingTo="7">{Missing}{Missing}</Apply>"""));
        Assert.Equal("9", ExpressionProbe.Text(
            """<Apply function="/" defaultValue="9"><Constant>1</Constant><Constant>0</Constant></Apply>"""));
    }

    [Theory]
    [InlineData("sqrt", "1 2")]
    [InlineData("unheard", "1")]
    [InlineData("matches", "a (?=b)")]
    public void Load_WrongCall_IsRefused(string function, string arguments) =>
        Assert.Throws<InvalidDataException>(() => ExpressionProbe.Text(Apply(function, arguments)));

    [Theory]
    [InlineData("""<Aggregate field="x" function="sum"/>""", "Aggregate")]
    [InlineData("""<Lag field="x"/>""", "Lag")]
    public void Load_ValuesOfOtherRows_AreRefusedByName(string expression, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => ExpressionProbe.Text(expression));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static string Apply(string function, string arguments)
    {
        var constants = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static text => $"<Constant>{text}</Constant>");
        return $"""<Apply function="{function}">{string.Concat(constants)}</Apply>""";
    }
}
