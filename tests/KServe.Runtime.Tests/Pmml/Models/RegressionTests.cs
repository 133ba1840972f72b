namespace KServe.Runtime.Tests.Pmml.Models;

/// <summary>Regressions and general regressions, with sums worked out by hand.</summary>
public sealed class RegressionTests
{
    [Fact]
    public void Compute_NumbersCategoriesAndTerms_AreSummed()
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("age:double", "salary:double", "car:string", "y:double")}
            <RegressionModel functionName="regression">{PmmlDocument.Schema("y", "age", "salary", "car")}
              <RegressionTable intercept="132.37">
                <NumericPredictor name="age" exponent="2" coefficient="7.1"/>
                <NumericPredictor name="salary" coefficient="0.01"/>
                <CategoricalPredictor name="car" value="carpark" coefficient="41.1"/>
                <CategoricalPredictor name="car" value="street" coefficient="325.03"/>
                <PredictorTerm coefficient="0.5"><FieldRef field="age"/><FieldRef field="salary"/></PredictorTerm>
              </RegressionTable></RegressionModel>
            """));
        Assert.Equal(
            132.37 + 7.1 * 4 + 0.01 * 100 + 41.1 + 0.5 * 2 * 100,
            PmmlDocument.Numbers(model, PmmlDocument.Row(model, 2.0, 100.0, "carpark"))[0],
            10);
        Assert.Equal(
            132.37 + 7.1 * 4 + 0.01 * 100 + 0.5 * 2 * 100,
            PmmlDocument.Numbers(model, PmmlDocument.Row(model, 2.0, 100.0, "garage"))[0],
            10);
        Assert.True(double.IsNaN(PmmlDocument.Numbers(model, PmmlDocument.Row(model, null, 100.0, "street"))[0]));
    }

    [Theory]
    [InlineData("none", 0.3, 0.3)]
    [InlineData("logit", 0.0, 0.5)]
    [InlineData("probit", 1.96, 0.9750021048517795)]
    [InlineData("cloglog", 0.0, 0.6321205588285577)]
    [InlineData("loglog", 0.0, 0.36787944117144233)]
    [InlineData("cauchit", 1.0, 0.75)]
    [InlineData("exp", 0.0, 1.0)]
    [InlineData("softmax", 0.0, 0.5)]
    public void Compute_RegressionNormalization_IsTheInverseLink(string method, double sum, double expected)
    {
        var model = LoadTables("regression", method, "continuous", ("", sum));
        Assert.Equal(expected, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 1.0))[0], 12);
    }

    [Theory]
    [InlineData("logit", 0.7310585786300049, 0.2689414213699951)]
    [InlineData("softmax", 0.6224593312018546, 0.3775406687981454)]
    [InlineData("simplemax", 0.6666666666666666, 0.3333333333333333)]
    [InlineData("none", 1.0, 0.0)]
    public void Compute_TwoClasses_GiveProbabilities(string method, double first, double second)
    {
        var model = LoadTables("classification", method, "categorical", ("a", 1), ("b", 0.5));
        Assert.Equal(first, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 1.0), "probability(a)")[0], 12);
        Assert.Equal(second, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 1.0), "probability(b)")[0], 12);
    }

    [Theory]
    [InlineData("softmax", new[] { 0.09003057317038046, 0.24472847105479764, 0.6652409557748218 })]
    [InlineData("simplemax", new[] { 1 / 6.0, 2 / 6.0, 3 / 6.0 })]
    [InlineData("none", new[] { 1.0, 2.0, -2.0 })]
    public void Compute_ThreeClasses_GiveProbabilities(string method, double[] expected)
    {
        var model = LoadTables("classification", method, "categorical", ("a", 1), ("b", 2), ("c", 3));
        AssertProbabilities(model, expected);
    }

    [Fact]
    public void Compute_OrdinalClasses_GiveDifferencesOfCumulativeProbabilities()
    {
        var model = LoadTables("classification", "logit", "ordinal", ("a", -1), ("b", 1), ("c", 0));
        var low = 1 / (1 + Math.Exp(1));
        var high = 1 / (1 + Math.Exp(-1));
        AssertProbabilities(model, [low, high - low, 1 - high]);
    }

    [Theory]
    [InlineData("identity", "", 2.0)]
    [InlineData("log", "", 7.38905609893065)]
    [InlineData("logit", "", 0.8807970779778823)]
    [InlineData("logc", "", -6.38905609893065)]
    [InlineData("cloglog", "", 0.9993820210106689)]
    [InlineData("loglog", "", 0.8734230184931167)]
    [InlineData("probit", "", 0.9772498680518208)]
    [InlineData("power", "linkParameter=\"2\"", 1.4142135623730951)]
    [InlineData("oddspower", "linkParameter=\"0.5\"", 0.8)]
    [InlineData("negbin", "distParameter=\"0.5\"", -2.3130352854993312)]
    public void Compute_GeneralizedLinear_InvertsTheLink(string link, string attributes, double expected)
    {
        var function = $"linkFunction=\"{link}\" {attributes}";
        var model = LoadGeneral("generalizedLinear", "regression", function, "y:double", Cells(""));
        Assert.Equal(expected, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 0.5, "a"))[0], 12);
    }

    [Fact]
    public void Compute_MultinomialLogistic_ReferenceCategoryHasTheSumZero()
    {
        var model = LoadGeneral("multinomialLogistic", "classification", "", "y:string:p|q", Cells("p"));
        var expected = Math.Exp(2) / (1 + Math.Exp(2));
        Assert.Equal(expected, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 0.5, "a"), "probability(p)")[0], 12);
        Assert.Equal(["p"], PmmlDocument.Texts(model, PmmlDocument.Row(model, 0.5, "a")));
    }

    [Fact]
    public void Compute_OrdinalMultinomial_SharesAllButTheIntercepts()
    {
        var cells = """
            <PCell parameterName="p0" targetCategory="low" beta="-1"/>
              <PCell parameterName="p0" targetCategory="mid" beta="1"/>
            <PCell parameterName="p1" beta="2"/><PCell parameterName="p2" beta="0.5"/>
            """;
        var model = LoadGeneral(
            "ordinalMultinomial", "classification", "cumulativeLink=\"logit\"", "y:string:low|mid|high", cells);

        // The sum without intercept is 2 * 0.5 + 0.5 = 1.5.
        var low = 1 / (1 + Math.Exp(-0.5));
        var mid = 1 / (1 + Math.Exp(-2.5));
        var table = PmmlDocument.Row(model, 0.5, "a");
        Assert.Equal(low, PmmlDocument.Numbers(model, table, "probability(low)")[0], 12);
        Assert.Equal(mid - low, PmmlDocument.Numbers(model, table, "probability(mid)")[0], 12);
        Assert.Equal(1 - mid, PmmlDocument.Numbers(model, table, "probability(high)")[0], 12);
    }

    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(1.5, 0.1)]
    [InlineData(2.0, 0.3)]
    [InlineData(9.0, double.NaN)]
    public void Compute_CoxRegression_MultipliesTheBaselineHazard(double time, double baseline)
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "t:double", "y:double")}
            <GeneralRegressionModel modelType="CoxRegression" functionName="regression" endTimeVariable="t">
              {PmmlDocument.Schema("y", "x", "t")}
              <ParameterList><Parameter name="p" referencePoint="1"/></ParameterList>
              <CovariateList><Predictor name="x"/></CovariateList>
              <PPMatrix><PPCell value="1" predictorName="x" parameterName="p"/></PPMatrix>
              <ParamMatrix><PCell parameterName="p" beta="0.5"/></ParamMatrix>
              <BaseCumHazardTables maxTime="8"><BaselineCell time="2" cumHazard="0.3"/>
                <BaselineCell time="1" cumHazard="0.1"/>
              </BaseCumHazardTables></GeneralRegressionModel>
            """));
        var actual = PmmlDocument.Numbers(model, PmmlDocument.Row(model, 3.0, time))[0];
        Assert.Equal(baseline * Math.Exp(0.5 * (3 - 1)), actual, 12);
    }

    private static string Cells(string category)
    {
        var target = category.Length == 0 ? "" : $"targetCategory=\"{category}\"";
        return $"""
            <PCell parameterName="p0" {target} beta="0.5"/><PCell parameterName="p1" {target} beta="2"/>
            <PCell parameterName="p2" {target} beta="0.5"/>
            """;
    }

    private static Runtime.Pmml.PmmlModel LoadGeneral(
        string type,
        string function,
        string attributes,
        string target,
        string cells) => PmmlDocument.Load(PmmlDocument.Wrap($"""
        {PmmlDocument.Dictionary("x:double", "c:string", target)}
        <GeneralRegressionModel modelType="{type}" functionName="{function}" {attributes}>
          {PmmlDocument.Schema("y", "x", "c")}
          <ParameterList><Parameter name="p0"/><Parameter name="p1"/><Parameter name="p2"/></ParameterList>
          <FactorList><Predictor name="c"/></FactorList><CovariateList><Predictor name="x"/></CovariateList>
          <PPMatrix><PPCell value="1" predictorName="x" parameterName="p1"/>
            <PPCell value="a" predictorName="c" parameterName="p2"/></PPMatrix>
          <ParamMatrix>{cells}</ParamMatrix></GeneralRegressionModel>
        """));

    private static void AssertProbabilities(Runtime.Pmml.PmmlModel model, double[] expected)
    {
        string[] names = ["a", "b", "c"];
        for (var i = 0; i < names.Length; i++)
        {
            var actual = PmmlDocument.Numbers(model, PmmlDocument.Row(model, 1.0), $"probability({names[i]})")[0];
            Assert.Equal(expected[i], actual, 12);
        }
    }

    private static Runtime.Pmml.PmmlModel LoadTables(
        string function,
        string method,
        string opType,
        params (string Category, double Intercept)[] tables)
    {
        var text = string.Concat(tables.Select(static table =>
            $"""<RegressionTable targetCategory="{table.Category}" intercept="{table.Intercept}"/>"""));
        var type = opType == "continuous" ? "double" : "string";
        return PmmlDocument.Load(PmmlDocument.Wrap($"""
            <DataDictionary><DataField name="x" optype="continuous" dataType="double"/>
              <DataField name="y" optype="{opType}" dataType="{type}"/></DataDictionary>
            <RegressionModel functionName="{function}" normalizationMethod="{method}">
              {PmmlDocument.Schema("y", "x")}{text}</RegressionModel>
            """));
    }
}
