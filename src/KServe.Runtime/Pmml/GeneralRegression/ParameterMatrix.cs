using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.GeneralRegression;

/// <summary>The coefficients of parameters, by category, and the products that the parameters stand for.</summary>
internal sealed class ParameterMatrix
{
    private readonly Dictionary<string, List<(string Parameter, double Beta)>> _cells = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Category, string Parameter), List<Factor>> _factors = [];
    private readonly HashSet<string> _factorCategories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PmmlElement> _factorPredictors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _covariates = new(StringComparer.Ordinal);

    /// <summary>Gets the categories that have coefficients of their own, in order.</summary>
    public List<string> Categories { get; } = [];

    public static ParameterMatrix Read(ModelContext context)
    {
        var matrix = new ParameterMatrix();
        var element = context.Element;
        foreach (var parameter in element.RequireChild("ParameterList").All("Parameter"))
        {
            matrix._references[parameter.Require("name")] = parameter.GetNumber("referencePoint", 0);
        }

        foreach (var predictor in element.Find("FactorList")?.All("Predictor") ?? [])
        {
            matrix._factorPredictors[NameOf(predictor)] = predictor;
        }

        foreach (var predictor in element.Find("CovariateList")?.All("Predictor") ?? [])
        {
            matrix._covariates.Add(NameOf(predictor));
        }

        foreach (var cell in element.Find("PPMatrix")?.All("PPCell") ?? [])
        {
            matrix.AddFactor(cell, context);
        }

        foreach (var cell in element.RequireChild("ParamMatrix").All("PCell"))
        {
            matrix.AddCell(cell, context);
        }

        return matrix;
    }

    /// <summary>Gets the sum of the products of a category.</summary>
    /// <param name="category">The category of the coefficients; <see langword="null"/> for those without one.</param>
    /// <param name="factorCategory">The category of the products, when they differ between categories.</param>
    public LinearPredictor GetPredictor(string? category, string? factorCategory) => new(
        [.. _cells.GetValueOrDefault(category ?? "", []).Select(cell =>
            (cell.Beta, FindFactors(cell.Parameter, factorCategory)))]);

    /// <summary>Gets the sum of the common products and of those of a category, its intercept.</summary>
    public LinearPredictor GetOrdinalPredictor(string category) => new(
        [.. _cells.GetValueOrDefault("", []).Concat(_cells.GetValueOrDefault(category, [])).Select(cell =>
            (cell.Beta, FindFactors(cell.Parameter, category)))]);

    /// <summary>Gets the sum at the reference points of the parameters.</summary>
    public double GetReference() =>
        _cells.GetValueOrDefault("", []).Sum(cell => cell.Beta * _references.GetValueOrDefault(cell.Parameter));

    private static string NameOf(PmmlElement predictor) => predictor.Get("name") ?? predictor.Require("field");

    private Factor[] FindFactors(string parameter, string? category)
    {
        var key = category is not null && _factorCategories.Contains(category) ? category : "";
        return _factors.TryGetValue((key, parameter), out var factors) ? [.. factors] : [];
    }

    private void AddCell(PmmlElement cell, ModelContext context)
    {
        var parameter = cell.Require("parameterName");
        if (!_references.ContainsKey(parameter))
        {
            throw cell.Error($"names the parameter '{PmmlElement.Shorten(parameter)}', which does not exist");
        }

        var category = cell.Get("targetCategory") is { } text ? context.ToTargetValue(text).ToString() : "";
        if (!_cells.TryGetValue(category, out var cells))
        {
            _cells.Add(category, cells = []);
            if (category.Length > 0)
            {
                Categories.Add(category);
            }
        }

        cells.Add((parameter, cell.RequireNumber("beta")));
    }

    private void AddFactor(PmmlElement cell, ModelContext context)
    {
        var name = cell.Get("predictorName") ?? cell.Require("field");
        var category = cell.Get("targetCategory") is { } text ? context.ToTargetValue(text).ToString() : "";
        _factorCategories.Add(category);
        var key = (category, cell.Require("parameterName"));
        if (!_factors.TryGetValue(key, out var factors))
        {
            _factors.Add(key, factors = []);
        }

        var field = context.Scope.Require(cell, cell.Get("predictorName") is null ? "field" : "predictorName");
        if (_factorPredictors.TryGetValue(name, out var predictor))
        {
            var value = field.Type.Parse(cell, cell.Require("value"));
            factors.Add(new Factor
            {
                Slot = field.Slot,
                Category = value,
                Contrasts = predictor.Find("Matrix") is { } contrast
                    ? ReadContrasts(predictor, contrast, field.Type, value)
                    : null,
            });
        }
        else if (_covariates.Contains(name))
        {
            factors.Add(new Factor { Slot = field.Slot, Exponent = cell.GetNumber("value", 1) });
        }
        else
        {
            throw cell.Error($"names '{PmmlElement.Shorten(name)}', which is no predictor");
        }
    }

    /// <summary>Reads the numbers that a contrast matrix gives the categories, in the column of one of them.</summary>
    private static Dictionary<PmmlValue, double> ReadContrasts(
        PmmlElement predictor,
        PmmlElement matrix,
        PmmlType type,
        PmmlValue column)
    {
        PmmlValue[] categories =
        [
            .. predictor.RequireChild("Categories").All("Category")
                .Select(category => type.Parse(category, category.Require("value"))),
        ];
        var rows = matrix.Children.Where(PmmlArrays.IsArray).Select(PmmlArrays.ReadNumbers).ToArray();
        var at = Array.IndexOf(categories, column);
        if (rows.Length != categories.Length || at < 0 || Array.Exists(rows, row => at >= row.Length))
        {
            throw matrix.Error($"does not have a row and a column for each of {categories.Length} categories");
        }

        var contrasts = new Dictionary<PmmlValue, double>();
        for (var i = 0; i < rows.Length; i++)
        {
            contrasts[categories[i]] = rows[i][at];
        }

        return contrasts;
    }
}
