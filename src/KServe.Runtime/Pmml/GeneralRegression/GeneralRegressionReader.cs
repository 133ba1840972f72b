using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>Reads general regressions: parameters, the products they stand for, and their coefficients.</summary>
internal static class GeneralRegressionReader
{
    public static ModelEvaluator Read(ModelContext context)
    {
        var element = context.Element;
        var type = ReadType(element);
        var matrix = ParameterMatrix.Read(context);
        if (type == GeneralModelType.CoxRegression)
        {
            return ReadCox(context, matrix);
        }

        var isMultinomial = type is GeneralModelType.MultinomialLogistic or GeneralModelType.OrdinalMultinomial;
        if (context.IsClassification != isMultinomial && type != GeneralModelType.GeneralizedLinear)
        {
            throw element.Error($"has the modelType '{element.Get("modelType")}', which does not do this function");
        }

        var isOrdinal = type == GeneralModelType.OrdinalMultinomial;
        var link = Link.Read(element, isOrdinal ? "cumulativeLink" : "linkFunction");
        if (isOrdinal && element.Get("cumulativeLink") is null)
        {
            link = new Link(LinkFunction.Logit, 0, 0);
        }

        var (predictors, reference) = context.IsClassification
            ? ReadCategories(context, matrix, isOrdinal)
            : ([(0, matrix.GetPredictor(null, null))], 0);
        return new GeneralRegressionModel(
            context, type, link, predictors, reference, new LinearOffset(element, context.Scope));
    }

    private static GeneralModelType ReadType(PmmlElement element) => element.Require("modelType") switch
    {
        "regression" => GeneralModelType.Regression,
        "generalLinear" => GeneralModelType.GeneralLinear,
        "generalizedLinear" => GeneralModelType.GeneralizedLinear,
        "multinomialLogistic" => GeneralModelType.MultinomialLogistic,
        "ordinalMultinomial" => GeneralModelType.OrdinalMultinomial,
        "CoxRegression" => GeneralModelType.CoxRegression,
        _ => throw element.Unknown("modelType"),
    };

    private static ((int Category, LinearPredictor Sum)[] Predictors, int Reference) ReadCategories(
        ModelContext context,
        ParameterMatrix matrix,
        bool isOrdinal)
    {
        foreach (var category in matrix.Categories)
        {
            context.AddCategory(category);
        }

        var reference = FindReference(context, matrix, isOrdinal);
        var categories = context.Categories;
        var others = Enumerable.Range(0, categories.Length).Where(index => index != reference).ToArray();
        if (others.Length == 0 || (!isOrdinal && others.Length > 1 && matrix.Categories.Count < others.Length))
        {
            throw context.Element.Error("has no coefficients for some of the categories");
        }

        return (
            [.. others.Select(index => (index, GetPredictor(matrix, categories[index], isOrdinal)))],
            reference);
    }

    private static LinearPredictor GetPredictor(ParameterMatrix matrix, string category, bool isOrdinal) => isOrdinal
        ? matrix.GetOrdinalPredictor(category)
        : matrix.GetPredictor(matrix.Categories.Contains(category) ? category : null, category);

    /// <summary>Finds the category without coefficients of its own.</summary>
    private static int FindReference(ModelContext context, ParameterMatrix matrix, bool isOrdinal)
    {
        if (context.Element.Get("targetReferenceCategory") is { } named)
        {
            return context.AddCategory(named);
        }

        var categories = context.Categories;
        if (isOrdinal)
        {
            return categories.Length - 1;
        }

        var reference = Array.FindLastIndex(categories, category => !matrix.Categories.Contains(category));
        return reference >= 0
            ? reference
            : throw context.Element.Error("has coefficients for every category, and so no reference category");
    }

    private static CoxModel ReadCox(ModelContext context, ParameterMatrix matrix)
    {
        var element = context.Element;
        var tables = element.RequireChild("BaseCumHazardTables");
        var stratum = element.Get("baselineStrataVariable") is null
            ? null
            : context.Scope.Require(element, "baselineStrataVariable");
        var hazards = new Dictionary<PmmlValue, BaselineHazard>();
        if (stratum is null)
        {
            hazards.Add(PmmlValue.Missing, new BaselineHazard(tables));
        }
        else
        {
            foreach (var table in tables.All("BaselineStratum"))
            {
                hazards.TryAdd(stratum.Type.Parse(table, table.Require("value")), new BaselineHazard(table));
            }
        }

        return new CoxModel(
            context,
            matrix.GetPredictor(null, null),
            matrix.GetReference(),
            context.Scope.Require(element, "endTimeVariable"),
            stratum,
            hazards);
    }
}
