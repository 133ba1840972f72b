using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Regression;

/// <summary>Reads regressions.</summary>
internal static class RegressionModelReader
{
    public static ModelEvaluator Read(ModelContext context)
    {
        var element = context.Element;
        var tables = element.All("RegressionTable").Select(table => ReadTable(table, context)).ToArray();
        if (tables.Length == 0)
        {
            throw element.Error("has no <RegressionTable>");
        }

        var method = Normalizations.Read(element);
        if (context.IsClassification)
        {
            if (tables.Length < 2)
            {
                throw element.Error("tells classes apart and has fewer than two <RegressionTable>");
            }

            if (tables.DistinctBy(static table => table.Category).Count() != tables.Length)
            {
                throw element.Error("has two tables for one category");
            }
        }

        var isOrdinal = context.IsClassification && context.Target?.OpType == PmmlOpType.Ordinal
            && method is not (Normalization.SoftMax or Normalization.SimpleMax or Normalization.Exp);
        return new RegressionModel(context, tables, method, isOrdinal);
    }

    private static RegressionTable ReadTable(PmmlElement element, ModelContext context)
    {
        var scope = context.Scope;
        return new RegressionTable
        {
            Intercept = element.GetNumber("intercept", 0),
            Category = context.IsClassification ? context.AddCategory(element.Require("targetCategory")) : 0,
            Numbers = [.. element.All("NumericPredictor").Select(predictor => (
                RequireField(predictor, scope).Slot,
                predictor.RequireNumber("coefficient"),
                predictor.GetNumber("exponent", 1)))],
            Categories = [.. element.All("CategoricalPredictor").Select(predictor => ReadCategory(predictor, scope))],
            Terms = [.. element.All("PredictorTerm").Select(term => (
                term.All("FieldRef").Select(field => scope.Require(field).Slot).ToArray(),
                term.RequireNumber("coefficient")))],
        };
    }

    private static (int Slot, PmmlValue Value, double Coefficient) ReadCategory(PmmlElement element, FieldScope scope)
    {
        var field = RequireField(element, scope);
        return (field.Slot, field.Type.Parse(element, element.Require("value")), element.RequireNumber("coefficient"));
    }

    /// <summary>Finds a predictor's field, which is its <c>name</c>, or <c>field</c> since 4.4.1.</summary>
    private static PmmlField RequireField(PmmlElement element, FieldScope scope) =>
        scope.Require(element, element.Get("name") is null ? "field" : "name");
}
